package dev.tenure.server.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EtcdStatusTest {

  /** Ids are unsigned; etcdctl takes them in hexadecimal. */
  private static final String TWO_MEMBERS =
      """
      [{"Endpoint":"http://127.0.0.1:1","Status":{"header":{"member_id":10276657743932975437,
        "revision":7},"dbSize":20480,"leader":10501334649042878790}},
       {"Endpoint":"http://127.0.0.1:2","Status":{"header":{"member_id":10501334649042878790,
        "revision":9},"dbSize":16384,"leader":10501334649042878790}}]
      """;

  @Test
  void theMemberThatLeadsIsFoundByItsId() throws Exception {
    EtcdStatus status = EtcdStatus.parse(TWO_MEMBERS);
    assertThat(status.ids()).containsExactly("8e9e05c52164694d", "91bc3c398fb3c146");
    assertThat(status.leaderIndex()).hasValue(1);
    assertThat(status.bytes()).isEqualTo(20480);
    assertThat(status.revision()).isEqualTo(9);
  }
}
