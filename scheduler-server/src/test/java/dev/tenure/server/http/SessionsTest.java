package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Secret;
import dev.tenure.server.http.Sessions.Opened;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions end by themselves, and there are never many. */
final class SessionsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Sessions sessions = new Sessions(new SecureRandom());

  @Test
  void aSessionIsFoundByWhatTheBrowserHoldsUntilItEnds() {
    Opened opened = sessions.open(new Secret("token"), NOW);

    assertThat(opened.id().reveal()).hasSize(43).isNotEqualTo(opened.session().csrf().reveal());
    assertThat(sessions.find(opened.id(), NOW)).contains(opened.session());
    assertThat(sessions.find(new Secret("other"), NOW)).isEmpty();
    assertThat(sessions.find(opened.id(), NOW.plus(Sessions.TTL).minusMillis(1))).isPresent();
    assertThat(sessions.find(opened.id(), NOW.plus(Sessions.TTL))).isEmpty();
  }

  @Test
  void aSessionThatWasClosedIsGone() {
    Opened opened = sessions.open(new Secret("token"), NOW);
    sessions.close(opened.id());
    assertThat(sessions.find(opened.id(), NOW)).isEmpty();
  }

  @Test
  void ofOneTokenTheOldestGivesWayAndOthersStay() {
    Opened other = sessions.open(new Secret("other"), NOW);
    List<Opened> all = new ArrayList<>();
    for (int i = 0; i <= Sessions.MOST_OF_ONE; i++) {
      all.add(sessions.open(new Secret("token"), NOW));
    }
    assertThat(sessions.find(all.get(0).id(), NOW)).isEmpty();
    assertThat(sessions.find(all.get(1).id(), NOW)).isPresent();
    assertThat(sessions.find(other.id(), NOW)).isPresent();
  }

  @Test
  void ofAllTheOldestGivesWay() {
    List<Opened> all = new ArrayList<>();
    for (int i = 0; i <= Sessions.MOST; i++) {
      all.add(sessions.open(new Secret("token" + i), NOW));
    }
    assertThat(sessions.find(all.get(0).id(), NOW)).isEmpty();
    assertThat(all.subList(1, all.size()))
        .allSatisfy(one -> assertThat(sessions.find(one.id(), NOW)).isPresent());
  }
}
