package dev.tenure.server.http;

import dev.tenure.config.ApiToken;
import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import dev.tenure.time.NanoClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Access to a node with tokens: programs show theirs with each request, browsers open a session
 * with one and hold a cookie then. Thread-safe.
 */
public final class TokenAccess implements Access {

  static final String CSRF = "Tenure-Csrf";

  private static final String BEARER = "bearer ";

  private final TokenBook book;
  private final Sessions sessions;
  private final WrongTokens wrong;
  private final Rules rules;
  private final InstantSource clock;
  private final HttpMeter meter;

  TokenAccess(
      TokenBook book,
      Sessions sessions,
      WrongTokens wrong,
      Rules rules,
      InstantSource clock,
      HttpMeter meter) {
    this.book = book;
    this.sessions = sessions;
    this.wrong = wrong;
    this.rules = rules;
    this.clock = clock;
    this.meter = meter;
  }

  /** Of a node whose tokens are in the book. */
  public static Access of(TokenBook book, boolean openMetrics, HttpMeter meter) {
    return new TokenAccess(
        book,
        new Sessions(new SecureRandom()),
        new WrongTokens(NanoClock.system()),
        new Rules(openMetrics),
        InstantSource.system(),
        meter);
  }

  @Override
  public Caller admit(Route route, Peer peer, Map<String, String> headers) {
    Optional<Role> needed = rules.need(route);
    if (needed.isEmpty()) {
      return new Caller(Caller.ANONYMOUS, Role.VIEWER, peer, Optional.empty());
    }
    String authorization = headers.getOrDefault("authorization", "");
    Caller caller =
        authorization.isEmpty()
            ? ofSession(route, peer, headers)
            : caller(known(bearer(authorization), peer), bearer(authorization), peer);
    if (!caller.role().covers(needed.get())) {
      throw Denial.roleTooLow(caller, needed.get());
    }
    return caller;
  }

  private static Secret bearer(String authorization) {
    boolean is = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    if (!is) {
      throw Denial.nobody();
    }
    return new Secret(authorization.substring(BEARER.length()).strip());
  }

  private Caller caller(ApiToken token, Secret secret, Peer peer) {
    return new Caller(token.name(), token.role(), peer, Optional.of(secret));
  }

  /** The token that somebody shows. */
  private ApiToken known(Secret secret, Peer peer) {
    TokenHash hash = TokenHash.of(secret);
    Optional<Duration> wait = wrong.mustWait(peer.address(), hash);
    if (wait.isPresent()) {
      meter.onDenied("too-many-wrong-tokens");
      throw Denial.tooMany(wait.get());
    }
    Optional<ApiToken> found = book.find(hash);
    if (found.isEmpty()) {
      wrong.wrong(peer.address(), hash);
      meter.onDenied("wrong-token");
      throw Denial.wrongToken();
    }
    wrong.right(peer.address(), hash);
    if (found.get().isExpired(clock.instant())) {
      meter.onDenied("token-expired");
      throw Denial.expired(found.get());
    }
    return found.get();
  }

  private Caller ofSession(Route route, Peer peer, Map<String, String> headers) {
    Optional<Secret> id = SessionCookie.read(peer, headers);
    if (id.isEmpty()) {
      throw Denial.nobody();
    }
    Sessions.Session session = find(id.get()).orElseThrow(Denial::sessionEnded);
    if (!route.method().equals("GET") && !isFrom(session, headers)) {
      throw Denial.withoutCsrf();
    }
    ApiToken token = book.find(TokenHash.of(session.token())).orElseThrow(Denial::sessionEnded);
    return caller(token, session.token(), peer);
  }

  /** The session, as long as its token is good. */
  private Optional<Sessions.Session> find(Secret id) {
    return sessions
        .find(id, clock.instant())
        .filter(
            session ->
                book.find(TokenHash.of(session.token()))
                    .filter(token -> !token.isExpired(clock.instant()))
                    .isPresent());
  }

  private static boolean isFrom(Sessions.Session session, Map<String, String> headers) {
    String shown = headers.getOrDefault(CSRF.toLowerCase(Locale.ROOT), "");
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8),
        session.csrf().reveal().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Response session(Request request) {
    Optional<Sessions.Session> session =
        SessionCookie.read(request.caller().peer(), request.headers()).flatMap(this::find);
    return session
        .flatMap(open -> book.find(TokenHash.of(open.token())).map(token -> told(open, token)))
        .orElseGet(() -> Response.json(Map.of("needed", true)));
  }

  private static Response told(Sessions.Session session, ApiToken token) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("needed", true);
    json.put("name", token.name());
    json.put("role", token.role().word());
    json.put("expires", Times.text(session.expires()));
    json.put("csrf", session.csrf().reveal());
    return Response.json(json);
  }

  @Override
  public Response logIn(Request request) {
    Secret secret =
        request
            .json(Set.of("token"))
            .text("token")
            .map(text -> new Secret(text.strip()))
            .orElseThrow(
                () ->
                    new Refusal(
                        Problem.badRequest("the body has no token; allowed: {\"token\": \"…\"}")));
    Peer peer = request.caller().peer();
    ApiToken token = known(secret, peer);
    // A browser has one session: whoever logs in again has no use for the one before.
    SessionCookie.read(peer, request.headers()).ifPresent(sessions::close);
    Sessions.Opened opened = sessions.open(secret, clock.instant());
    return told(opened.session(), token)
        .with("Set-Cookie", SessionCookie.write(peer, opened.id(), Sessions.TTL));
  }

  @Override
  public Response logOut(Request request) {
    Peer peer = request.caller().peer();
    SessionCookie.read(peer, request.headers()).ifPresent(sessions::close);
    return Response.empty(204).with("Set-Cookie", SessionCookie.gone(peer));
  }
}
