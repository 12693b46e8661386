package dev.tenure.node;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Leaves far more as its result than the ledger keeps. */
public final class TalkativeJob implements Job {

  private int characters;

  /** How long the result is. */
  public void setCharacters(int characters) {
    this.characters = characters;
  }

  @Override
  public void execute(JobExecutionContext context) {
    StringBuilder words = new StringBuilder(characters).append("ab");
    while (words.length() < characters) {
      words.append("\uD83D\uDE00");
    }
    context.setResult(words);
  }
}
