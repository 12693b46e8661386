package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsTest {

  private static final Metrics METRICS =
      new Metrics(
          """
          # HELP etcd_debugging_mvcc_watcher_total Total number of watchers.
          etcd_debugging_mvcc_watcher_total 27
          etcd_mvcc_db_total_size_in_bytes 2.097152e+06
          grpc_server_started_total{grpc_method="Watch",grpc_service="etcdserverpb.Watch",grpc_type="bidi_stream"} 12
          grpc_server_handled_total{grpc_code="OK",grpc_method="Watch",grpc_service="etcdserverpb.Watch",grpc_type="bidi_stream"} 4
          grpc_server_handled_total{grpc_code="Canceled",grpc_method="Watch",grpc_service="etcdserverpb.Watch",grpc_type="bidi_stream"} 3
          grpc_server_started_total{grpc_method="Range",grpc_service="etcdserverpb.KV",grpc_type="unary"} 99
          """);

  @Test
  void aFigureIsReadByItsWholeName() {
    assertThat(METRICS.sum("etcd_debugging_mvcc_watcher_total")).isEqualTo(27);
    assertThat(METRICS.sum("etcd_debugging_mvcc_watcher")).isZero();
    assertThat(METRICS.mebibytes("etcd_mvcc_db_total_size_in_bytes")).isEqualTo(2);
  }

  @Test
  void streamsThatHaveEndedAreNotOpen() {
    assertThat(METRICS.openStreams("etcdserverpb.Watch")).isEqualTo(5);
    assertThat(METRICS.openStreams("etcdserverpb.KV")).isZero();
  }
}
