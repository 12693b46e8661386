package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClaimLeadTest {

  private final ClaimLead lead = new ClaimLead();

  @Test
  void isAsLongAsTheSlowestClaimOfLate() {
    Duration least = lead.now();
    lead.took(Duration.ofMillis(8));
    lead.took(Duration.ofMillis(2));
    assertThat(lead.now())
        .isGreaterThan(least.plusMillis(7))
        .isLessThanOrEqualTo(least.plusMillis(8));
  }

  @Test
  void aSlowClaimIsForgottenInTime() {
    Duration least = lead.now();
    lead.took(Duration.ofMillis(8));
    for (int i = 0; i < 100; i++) {
      lead.took(Duration.ofMillis(2));
    }
    assertThat(lead.now()).isBetween(least.plusMillis(2), least.plusMillis(3));
  }

  @Test
  void aStoreThatIsSlowIsNotMadeUpFor() {
    lead.took(Duration.ofSeconds(5));
    assertThat(lead.now()).isEqualTo(ClaimLead.MOST);
  }
}
