package dev.tenure.server.http;

import dev.tenure.config.ApiToken;
import dev.tenure.config.Role;
import java.time.Duration;
import java.util.Map;

/** The answers to those who may not. */
final class Denial {

  private static final String TITLE = "A token is needed";
  private static final String WHERE = "send Authorization: Bearer TOKEN, or log in on the page";

  private Denial() {}

  static Refusal nobody() {
    return unauthenticated(
        "unauthenticated", "this node admits those alone who show a token; " + WHERE, "");
  }

  static Refusal wrongToken() {
    return unauthenticated(
        "wrong-token",
        "this node does not know that token; the file that tenure.api.tokens-file names says whom"
            + " it knows",
        ", error=\"invalid_token\"");
  }

  static Refusal expired(ApiToken token) {
    return unauthenticated(
        "token-expired",
        "token "
            + token.name()
            + " has expired"
            + token.expires().map(end -> ", on " + Times.text(end)).orElse("")
            + "; ask for a new one",
        ", error=\"invalid_token\"");
  }

  static Refusal sessionEnded() {
    return unauthenticated(
        "session-ended",
        "the session has ended, or this node has been restarted; log in again",
        "");
  }

  private static Refusal unauthenticated(String code, String detail, String challenge) {
    return new Refusal(
        new Problem(401, code, TITLE, detail),
        Map.of("WWW-Authenticate", "Bearer realm=\"tenure\"" + challenge));
  }

  static Refusal roleTooLow(Caller caller, Role needed) {
    return new Refusal(
        new Problem(
            403,
            "role-too-low",
            "The token does not allow it",
            "this needs the role "
                + needed.word()
                + "; token "
                + caller.name()
                + " has the role "
                + caller.role().word()));
  }

  static Refusal withoutCsrf() {
    return new Refusal(
        new Problem(
            403,
            "csrf",
            "The page did not send this",
            "a change in a session needs the header "
                + TokenAccess.CSRF
                + ", as /v1/session tells it"));
  }

  static Refusal tooMany(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new Refusal(
        new Problem(
            429,
            "too-many-wrong-tokens",
            "Too many wrong tokens",
            "too many wrong tokens came from this address; try again in " + seconds + " s"),
        Map.of("Retry-After", Long.toString(seconds)));
  }
}
