package dev.tenure.server.http;

import dev.tenure.config.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/** Access to a node without tokens: nobody is asked who they are. */
final class OpenAccess implements Access {

  @Override
  public Caller admit(Route route, Peer peer, Map<String, String> headers) {
    return Caller.anonymous(peer);
  }

  @Override
  public Response session(Request request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("needed", false);
    json.put("name", Caller.ANONYMOUS);
    json.put("role", Role.ADMIN.word());
    return Response.json(json);
  }

  @Override
  public Response logIn(Request request) {
    throw new Refusal(
        Problem.conflict(
            "no-tokens",
            "this node has no tokens and admits everybody; see tenure.api.tokens-file"));
  }

  @Override
  public Response logOut(Request request) {
    return Response.empty(204);
  }
}
