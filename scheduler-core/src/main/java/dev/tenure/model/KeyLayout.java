package dev.tenure.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Every key that Tenure writes, spelled here and nowhere else.
 *
 * <pre>
 * &lt;root&gt;/election/&lt;group&gt;/&lt;lease, hex&gt;   a candidate; the lowest create revision leads
 * &lt;root&gt;/nodes/&lt;node&gt;/&lt;lease, hex&gt;       a living node; the first of its name
 * &lt;root&gt;/drained/&lt;node&gt;                 a node that is to lead nothing
 * &lt;root&gt;/jobs/&lt;group&gt;/job/&lt;job&gt;           a job
 * &lt;root&gt;/jobs/&lt;group&gt;/trigger/&lt;trigger&gt;   a trigger
 * &lt;root&gt;/jobs/&lt;group&gt;/calendar/&lt;name&gt;     a calendar; its name escaped
 * &lt;root&gt;/jobs/&lt;group&gt;/paused              the paused groups of triggers and jobs
 * &lt;root&gt;/jobs/&lt;group&gt;/applied             which job files were applied
 * &lt;root&gt;/jobs/&lt;group&gt;/term                the newest term that took the definitions over
 * &lt;root&gt;/requests/&lt;group&gt;/&lt;id&gt;            a run, or an interrupt, that is asked for
 * &lt;root&gt;/state/&lt;group&gt;/&lt;job&gt;              a job's cursors, open runs, pending attempts, last runs
 * &lt;root&gt;/runs/&lt;group&gt;/&lt;job&gt;/&lt;chunk&gt;       older runs and skipped ranges of a job
 * &lt;root&gt;/journal/&lt;group&gt;/&lt;term&gt;-&lt;seq&gt;     what happened and is not yet folded into states
 * &lt;root&gt;/journal/&lt;group&gt;/folded           up to where the journal is folded
 * &lt;root&gt;/audit/&lt;group&gt;/&lt;time&gt;-&lt;id&gt;      what somebody did through an interface, newest first
 * &lt;root&gt;/alerts/open/&lt;alert&gt;              an alert, and what was told of it
 * &lt;root&gt;/alerts/seen/&lt;group&gt;              up to when a group's runs were looked at for alerts
 * &lt;root&gt;/completions/&lt;group&gt;/&lt;term&gt;       the right to record ends of runs after the term
 * &lt;root&gt;/completions/&lt;group&gt;/&lt;term&gt;/&lt;seq&gt; ends that no later leader has taken in yet
 * &lt;root&gt;/completions/&lt;group&gt;/&lt;term&gt;/interrupt/&lt;run&gt;  a run of that term that is to stop
 * </pre>
 *
 * @param root the prefix of one cluster, e.g. {@code /tenure/main}; no slash at the end
 */
public record KeyLayout(String root) {

  /** The last microsecond of 16 digits, in the year 2286. */
  private static final long LAST_MICROS = 9_999_999_999_999_999L;

  /** Throws {@link IllegalArgumentException} for an empty root or one that ends with a slash. */
  public KeyLayout {
    if (root.isEmpty() || root.endsWith("/")) {
      throw new IllegalArgumentException(
          "root \"" + root + "\" must not be empty and must not end with '/'");
    }
  }

  /** The prefix of all candidates of all groups. */
  public String elections() {
    return root + "/election/";
  }

  /** The name of the group's election, as {@code etcdctl elect} takes it. */
  public String election(GroupName group) {
    return elections() + group.value();
  }

  /** The prefix of all node keys. */
  public String nodes() {
    return root + "/nodes/";
  }

  /** The election for the name of one node, in which only that node stands. */
  public String node(NodeName node) {
    return nodes() + node.value();
  }

  /** The prefix of the marks of nodes that are to lead nothing. */
  public String drains() {
    return root + "/drained/";
  }

  /** The key that says that a node is to lead nothing. */
  public String drained(NodeName node) {
    return drains() + node.value();
  }

  /** A prefix under which nothing is: nodes look there to practise. */
  public String rehearsal() {
    return root + "/rehearsal/";
  }

  /** The prefix of everything that defines what a group runs. */
  public String definitions(GroupName group) {
    return root + "/jobs/" + group.value() + "/";
  }

  /** The prefix of a group's jobs. */
  public String jobs(GroupName group) {
    return definitions(group) + "job/";
  }

  /** The key of one job. */
  public String job(GroupName group, JobName job) {
    return jobs(group) + job.value();
  }

  /** The prefix of a group's triggers. */
  public String triggers(GroupName group) {
    return definitions(group) + "trigger/";
  }

  /** The key of one trigger. */
  public String trigger(GroupName group, TriggerName trigger) {
    return triggers(group) + trigger.value();
  }

  /** The prefix of a group's calendars. */
  public String calendars(GroupName group) {
    return definitions(group) + "calendar/";
  }

  /**
   * The key of one calendar.
   *
   * @param name any text but the empty one; {@link SafeText} makes it fit
   */
  public String calendar(GroupName group, String name) {
    return calendars(group) + SafeText.escape(name);
  }

  /** The key of a group's paused groups of triggers and jobs. */
  public String paused(GroupName group) {
    return definitions(group) + "paused";
  }

  /** The key that says which job files were applied to a group. */
  public String applied(GroupName group) {
    return definitions(group) + "applied";
  }

  /** The key that names the newest term that took a group's definitions over. */
  public String definitionsTerm(GroupName group) {
    return definitions(group) + "term";
  }

  /** The prefix of what a group's leader is asked to do. */
  public String requests(GroupName group) {
    return root + "/requests/" + group.value() + "/";
  }

  /** The key of one request. */
  public String request(GroupName group, String id) {
    return requests(group) + id;
  }

  /** The prefix of the state of a group's jobs. */
  public String states(GroupName group) {
    return root + "/state/" + group.value() + "/";
  }

  /** The key of one job's state. */
  public String state(GroupName group, JobName job) {
    return states(group) + job.value();
  }

  /** The prefix of the older runs of all jobs of a group. */
  public String runs(GroupName group) {
    return root + "/runs/" + group.value() + "/";
  }

  /** The prefix of the older runs of one job. */
  public String runs(GroupName group, JobName job) {
    return runs(group) + job.value() + "/";
  }

  /**
   * The key of one chunk of a job's older runs.
   *
   * @param chunk its number; keys sort by it
   */
  public String chunk(GroupName group, JobName job, int chunk) {
    return runs(group, job) + String.format("%08d", chunk);
  }

  /** The prefix of a group's journal and of its fold marker. */
  public String journal(GroupName group) {
    return root + "/journal/" + group.value() + "/";
  }

  /**
   * The key of a journal entry; keys sort as the entries were written.
   *
   * @param term the leadership that writes it
   * @param sequence its number in that term, from 1
   */
  public String journalEntry(GroupName group, Term term, long sequence) {
    return journal(group) + String.format("%019d-%010d", term.number(), sequence);
  }

  /** The key that says up to where the journal is folded; sorts behind all entries. */
  public String folded(GroupName group) {
    return journal(group) + "folded";
  }

  /** The prefix of what was done to a group through interfaces. */
  public String audit(GroupName group) {
    return root + "/audit/" + group.value() + "/";
  }

  /**
   * The key of one thing that was done; the newest sorts first, so that it is read first.
   *
   * @param at when; what is less than a microsecond does not count
   * @param id its name, without a hyphen
   */
  public String auditEntry(GroupName group, Instant at, String id) {
    return auditBefore(group, at) + "-" + id;
  }

  /** A key before those of all things that were done at that time or earlier. */
  public String auditBefore(GroupName group, Instant at) {
    return audit(group)
        + String.format("%016d", LAST_MICROS - ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }

  /** The prefix of all alerts. */
  public String alerts() {
    return root + "/alerts/open/";
  }

  /**
   * The key of one alert.
   *
   * @param alert its kind, and the group and the job where it is about one, with slashes between
   */
  public String alert(String alert) {
    return alerts() + alert;
  }

  /** The key that says up to when a group's runs were looked at for alerts. */
  public String alertsSeen(GroupName group) {
    return root + "/alerts/seen/" + group.value();
  }

  /** The prefix of what goes on in a group after the term in which it began. */
  public String completions(GroupName group) {
    return root + "/completions/" + group.value() + "/";
  }

  /**
   * The key of the right to record how runs end that a term which was handed over had begun; bound
   * to the lease of the node that runs them.
   */
  public String completionRight(GroupName group, Term term) {
    return completions(group) + String.format("%019d", term.number());
  }

  /**
   * The key of some ends that were recorded under such a right.
   *
   * @param sequence its number under that right, from 1
   */
  public String completion(GroupName group, Term term, long sequence) {
    return completionRight(group, term) + String.format("/%010d", sequence);
  }

  /** The prefix of the runs of a term that are to be interrupted though it is over. */
  public String completionInterrupts(GroupName group, Term term) {
    return completionRight(group, term) + "/interrupt/";
  }

  /** The key that asks for one of them. */
  public String completionInterrupt(GroupName group, Term term, RunId run) {
    return completionInterrupts(group, term) + run;
  }
}
