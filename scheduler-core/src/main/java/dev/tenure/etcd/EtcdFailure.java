package dev.tenure.etcd;

import dev.tenure.store.StoreException;
import dev.tenure.store.StoreException.Kind;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call says: the code, etcd's text, and what both mean for the caller.
 *
 * <p>etcd tells many of its errors apart by text alone; the texts are those of its {@code
 * api/v3rpc/rpctypes/error.go} and have not changed since 3.4.
 *
 * @param code the gRPC code
 * @param text what etcd or gRPC said, with the innermost cause
 * @param cause what was thrown
 */
record EtcdFailure(Status.Code code, String text, Throwable cause) {

  /** What gRPC adds to broken connections; good for its authors only. */
  private static final Pattern NETTY_NOTE = Pattern.compile("\\s*Channel Pipeline: \\[[^\\]]*\\]");

  /** Reads an exception of jetcd, gRPC or of our own timer. */
  static EtcdFailure of(Throwable thrown) {
    Throwable told = told(thrown);
    if (told instanceof CompactedException) {
      return new EtcdFailure(
          Status.Code.OUT_OF_RANGE, "required revision has been compacted", thrown);
    }
    if (told instanceof EtcdException e) {
      String message = e.getMessage() == null ? "" : e.getMessage();
      return new EtcdFailure(
          Status.Code.valueOf(e.getErrorCode().name()), withInnermost(message, e), thrown);
    }
    if (told instanceof TimeoutException) {
      return new EtcdFailure(Status.Code.DEADLINE_EXCEEDED, "no answer in time", thrown);
    }
    Status status = Status.fromThrowable(told);
    String description = status.getDescription() == null ? "" : status.getDescription();
    return new EtcdFailure(status.getCode(), withInnermost(description, told), thrown);
  }

  /** The exception for the caller of the port. */
  StoreException toStoreException(String what, String endpoints) {
    String hint = hint();
    String said = NETTY_NOTE.matcher(saidOfDeadline().orElse(text)).replaceAll("");
    String message =
        what + ": " + (said.isEmpty() ? code : said) + (hint == null ? "" : "; " + hint);
    return new StoreException(kind(), message + " (etcd at " + endpoints + ")", cause);
  }

  /** What gRPC says of its own deadline is about its calls, and not about etcd. */
  private Optional<String> saidOfDeadline() {
    if (code != Status.Code.DEADLINE_EXCEEDED || !says("deadline exceeded after")) {
      return Optional.empty();
    }
    return Optional.of(
        says("buffered_nanos") && !says("remote_addr")
            ? "no connection in time"
            : "no answer in time");
  }

  /** The token of our user has run out or is older than etcd's user list: log in again. */
  boolean wantsNewToken() {
    return says("invalid auth token") || says("revision of auth store is old");
  }

  /** Whether etcd refuses the user; also how it refuses a watch whose token has run out. */
  boolean permissionDenied() {
    return says("permission denied");
  }

  /** The lease of the request does not exist. */
  boolean leaseGone() {
    return says("requested lease not found");
  }

  /**
   * Whether a transaction that failed so may have happened all the same. Besides lost answers this
   * is the alarm of a full database: a transaction that crosses the quota is applied and answered
   * with the error (etcd, {@code quotaApplierV3.Txn}).
   */
  boolean outcomeUnknown() {
    if (wantsNewToken()) {
      return false;
    }
    return says("database space exceeded") || withoutAnswer();
  }

  Kind kind() {
    if (leaseGone()) {
      return Kind.LEASE_GONE;
    }
    if (says("has been compacted")) {
      return Kind.COMPACTED;
    }
    if (says("space exceeded") || says("request is too large") || says("too many operations")) {
      return Kind.LIMIT;
    }
    if (wantsNewToken() || says("too many requests")) {
      return Kind.UNAVAILABLE;
    }
    if (refused()) {
      return Kind.DENIED;
    }
    if (code == Status.Code.RESOURCE_EXHAUSTED) {
      return Kind.LIMIT;
    }
    return withoutAnswer() || says("future revision") ? Kind.UNAVAILABLE : Kind.INVALID;
  }

  private boolean refused() {
    return code == Status.Code.PERMISSION_DENIED
        || code == Status.Code.UNAUTHENTICATED
        || permissionDenied()
        || says("authentication failed")
        || says("authentication is not enabled")
        || says("user name is empty")
        || certificateTrouble() != null;
  }

  private boolean withoutAnswer() {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL, UNKNOWN, ABORTED, DATA_LOSS -> true;
      default -> false;
    };
  }

  private @Nullable String hint() {
    if (certificateTrouble() != null) {
      return certificateTrouble();
    }
    if (says("authentication failed")) {
      return "user or password for etcd is wrong";
    }
    if (says("authentication is not enabled")) {
      return "etcd runs without authentication; remove user and password";
    }
    if (says("user name is empty")) {
      return "etcd asks for a user and password";
    }
    if (says("not an ssl/tls record") || brokenInHandshake("clienttlshandler")) {
      return "no TLS handshake; if the endpoint speaks plain text, write http://";
    }
    if (says("first received frame was not settings")
        || says("network closed")
        || brokenInHandshake("writebufferingandexceptionhandler")) {
      return "is the endpoint etcd's client port? If it speaks TLS, write https://";
    }
    if (code == Status.Code.UNIMPLEMENTED) {
      return "the endpoint is not etcd's client port";
    }
    return null;
  }

  /** Whether the connection ended while the named handler, of a handshake, was still at work. */
  private boolean brokenInHandshake(String handler) {
    return says(handler) && (says("connection reset") || says("closed"));
  }

  private @Nullable String certificateTrouble() {
    if (says("notafter:")) {
      return "etcd's certificate has run out; renew it";
    }
    if (says("notbefore:")) {
      return "etcd's certificate is not valid yet; is the clock of this machine right?";
    }
    if (says("pkix path") || says("unable to find valid certification path")) {
      return "the trusted CA file did not sign etcd's certificate";
    }
    if (says("certificate_expired")) {
      return "etcd does not accept our client certificate: it has run out, or is not valid yet";
    }
    if (says("bad_certificate") || says("certificate_required") || says("unknown_ca")) {
      return "etcd does not accept our client certificate (has it run out?), or asks for one and"
          + " none is set";
    }
    if (says("no subject alternative") || says("no name matching")) {
      return "etcd's certificate is not made for the host in the endpoint";
    }
    return null;
  }

  private boolean says(String words) {
    return text.toLowerCase(Locale.ROOT).contains(words);
  }

  /**
   * The exception that carries the message: jetcd hides what stopped a login, an outage or a wrong
   * password, as the cause of a bare UNAUTHENTICATED.
   */
  private static Throwable told(Throwable thrown) {
    Throwable found = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof EtcdException || t instanceof TimeoutException) {
        return t;
      }
      if (t instanceof StatusRuntimeException || t instanceof StatusException) {
        found = t;
        Status status = Status.fromThrowable(t);
        if (status.getCode() != Status.Code.UNAUTHENTICATED || status.getDescription() != null) {
          return t;
        }
      }
    }
    return found;
  }

  private static String withInnermost(String text, Throwable thrown) {
    Throwable innermost = thrown;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String said = innermost.getMessage();
    if (said == null || innermost == thrown || text.contains(said)) {
      return text;
    }
    return text.isEmpty() ? said : text + ", " + said;
  }
}
