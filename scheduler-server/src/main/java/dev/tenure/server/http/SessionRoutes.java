package dev.tenure.server.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Logging in and out on the page. */
final class SessionRoutes {

  private static final String PATH = "/v1/session";

  private final Access access;

  SessionRoutes(Access access) {
    this.access = access;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, access::session),
        Route.change(
            "POST", PATH, request -> CompletableFuture.completedFuture(access.logIn(request))),
        Route.change(
            "DELETE",
            PATH,
            request -> {
              request.json(Set.of());
              return CompletableFuture.completedFuture(access.logOut(request));
            }));
  }
}
