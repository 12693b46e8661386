package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.StoreException;
import dev.tenure.store.StoreException.Kind;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.grpc.Status;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNAVAILABLE         | etcdserver: no leader                              | UNAVAILABLE",
        "UNAVAILABLE         | etcdserver: request timed out                      | UNAVAILABLE",
        "DEADLINE_EXCEEDED   | context deadline exceeded                          | UNAVAILABLE",
        "CANCELLED           | call was cancelled                                 | UNAVAILABLE",
        "INTERNAL            | RST_STREAM closed stream                           | UNAVAILABLE",
        "NOT_FOUND           | etcdserver: requested lease not found              | LEASE_GONE",
        "OUT_OF_RANGE        | etcdserver: mvcc: required revision has been compacted | COMPACTED",
        "OUT_OF_RANGE        | etcdserver: mvcc: required revision is a future revision | UNAVAILABLE",
        "RESOURCE_EXHAUSTED  | etcdserver: mvcc: database space exceeded          | LIMIT",
        "INVALID_ARGUMENT    | etcdserver: request is too large                   | LIMIT",
        "INVALID_ARGUMENT    | etcdserver: too many operations in txn request     | LIMIT",
        "RESOURCE_EXHAUSTED  | grpc: received message larger than max             | LIMIT",
        "RESOURCE_EXHAUSTED  | etcdserver: too many requests                      | UNAVAILABLE",
        "PERMISSION_DENIED   | etcdserver: permission denied                      | DENIED",
        "INVALID_ARGUMENT    | etcdserver: authentication failed, invalid user ID or password | DENIED",
        "FAILED_PRECONDITION | etcdserver: authentication is not enabled          | DENIED",
        "INVALID_ARGUMENT    | etcdserver: user name is empty                     | DENIED",
        "UNAUTHENTICATED     | etcdserver: invalid auth token                     | UNAVAILABLE",
        "INVALID_ARGUMENT    | etcdserver: revision of auth store is old          | UNAVAILABLE",
        "INVALID_ARGUMENT    | etcdserver: duplicate key given in txn request     | INVALID",
        "UNIMPLEMENTED       | unknown service                                    | INVALID",
      })
  void theCodeAndTextOfEtcdBecomeAKind(Status.Code code, String text, Kind kind) {
    assertThat(EtcdFailure.of(code.toStatus().withDescription(text).asRuntimeException()).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNAVAILABLE        | io exception                                   | true",
        "DEADLINE_EXCEEDED  | deadline exceeded                              | true",
        "CANCELLED          | cancelled                                      | true",
        "INTERNAL           | closed stream                                  | true",
        "UNKNOWN            | whatever                                       | true",
        "RESOURCE_EXHAUSTED | etcdserver: mvcc: database space exceeded      | true",
        "NOT_FOUND          | etcdserver: requested lease not found          | false",
        "INVALID_ARGUMENT   | etcdserver: too many operations in txn request | false",
        "PERMISSION_DENIED  | etcdserver: permission denied                  | false",
        "UNKNOWN            | etcdserver: invalid auth token                 | false",
      })
  void onlyEtcdsOwnRefusalsMakeACommitDefinite(Status.Code code, String text, boolean unknown) {
    EtcdFailure failure =
        EtcdFailure.of(code.toStatus().withDescription(text).asRuntimeException());

    assertThat(failure.outcomeUnknown()).isEqualTo(unknown);
  }

  @Test
  void aFailedLoginTellsWhatStoppedIt() {
    Throwable refused =
        Status.UNAVAILABLE
            .withDescription("io exception")
            .withCause(new ConnectException("Connection refused: /127.0.0.1:1"))
            .asRuntimeException();
    Throwable login =
        new CompletionException(Status.UNAUTHENTICATED.withCause(refused).asRuntimeException());

    EtcdFailure failure = EtcdFailure.of(login);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.text()).isEqualTo("io exception, Connection refused: /127.0.0.1:1");
  }

  @Test
  void exceptionsOfJetcdAreRead() {
    assertThat(EtcdFailure.of(EtcdExceptionFactory.newCompactedException(7)).kind())
        .isEqualTo(Kind.COMPACTED);
    assertThat(
            EtcdFailure.of(
                    EtcdExceptionFactory.newEtcdException(
                        ErrorCode.NOT_FOUND, "etcdserver: requested lease not found"))
                .leaseGone())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[remote_addr=/127.0.0.1:2379]]                     | no answer in time",
        "[[buffered_nanos=6057, remote_addr=/127.0.0.1:2379]] | no answer in time",
        "[[buffered_nanos=1998420711, waiting_for_connection]] | no connection in time",
        "[[buffered_nanos=1998420711]]                        | no connection in time",
      })
  void aDeadlineIsToldInWordsForWhoeverLooksAfterEtcd(String open, String said) {
    EtcdFailure failure =
        EtcdFailure.of(
            Status.DEADLINE_EXCEEDED
                .withDescription(
                    "CallOptions deadline exceeded after 1.999s. Name resolution delay 0.000"
                        + " seconds. [closed=[], open="
                        + open
                        + "]")
                .asRuntimeException());

    assertThat(failure.toStoreException("get /a", "http://etcd:2379"))
        .hasMessage("get /a: " + said + " (etcd at http://etcd:2379)");
    assertThat(failure.outcomeUnknown()).isTrue();
  }

  @Test
  void ourOwnTimerIsALostAnswer() {
    EtcdFailure failure = EtcdFailure.of(new CompletionException(new TimeoutException()));

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.toStoreException("get /a", "http://etcd:2379"))
        .hasMessage("get /a: no answer in time (etcd at http://etcd:2379)")
        .extracting(StoreException::kind)
        .isEqualTo(Kind.UNAVAILABLE);
  }
}
