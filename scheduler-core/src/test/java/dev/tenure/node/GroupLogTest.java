package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenure.election.ElectionState;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.election.StopReason;
import dev.tenure.model.GroupName;
import dev.tenure.testing.ManualTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a group's log says, and in which order. */
final class GroupLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(GroupLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Level before = logger.getLevel();
  private final GroupLog words = new GroupLog(new GroupName("g"));
  private final Leadership leadership = LeadershipFixture.held("/k", 7, new ManualTime().clock());

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
    words.starting(leadership);
  }

  @AfterEach
  void end() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(before);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aLostTermIsTheFirstThingSaidWhicheverNewsComesFirst() {
    LeadershipFixture.end(leadership);
    words.state(LeadershipFixture.sessionLost("no renewal"));
    words.led(Optional.empty());
    words.stopping(leadership, StopReason.LOST);
    assertThat(said())
        .containsExactly(
            "group g: lost term 7; nothing fires here",
            "group g: ERROR(no renewal); campaigns again until it succeeds",
            "group g: nobody leads");
  }

  @Test
  void aTermThatIsGivenUpIsNotLost() {
    words.stopping(leadership, StopReason.RESIGNED);
    LeadershipFixture.end(leadership);
    words.state(new ElectionState.Follower());
    words.led(Optional.empty());
    assertThat(said())
        .containsExactly(
            "group g: gives up term 7; nothing more fires here",
            "group g: this node is FOLLOWER",
            "group g: nobody leads");
  }

  @Test
  void newsOfTheTermBeforeAreNoLoss() {
    words.led(Optional.empty());
    words.state(new ElectionState.Leader(leadership));
    assertThat(said()).noneMatch(line -> line.contains("lost"));
  }
}
