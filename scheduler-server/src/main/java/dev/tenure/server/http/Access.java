package dev.tenure.server.http;

import java.util.Map;

/** Decides who may ask for what. Thread-safe; never blocks. */
public sealed interface Access permits OpenAccess, TokenAccess {

  /** Everybody who reaches the node may do everything. */
  Access OPEN = new OpenAccess();

  /**
   * Who asks for what the route answers.
   *
   * @param headers by their names in small letters
   * @throws Refusal for those who may not
   */
  Caller admit(Route route, Peer peer, Map<String, String> headers);

  /** The session of a browser that a request belongs to, for the page. */
  Response session(Request request);

  /**
   * Opens a session of a browser with the token in the request's body.
   *
   * @throws Refusal for a token that is not known
   */
  Response logIn(Request request);

  /** Ends the session that the request belongs to. */
  Response logOut(Request request);
}
