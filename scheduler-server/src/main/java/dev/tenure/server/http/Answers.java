package dev.tenure.server.http;

import dev.tenure.config.ConfigProblem;
import dev.tenure.model.RunId;
import dev.tenure.node.Asked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of something that was asked, as an answer. */
final class Answers {

  private Answers() {}

  /** The header that says how far a node has read. */
  static final String REVISION = "Tenure-Revision";

  /**
   * The answer.
   *
   * @param status where it was done, or asked of the leader
   */
  static Response of(Asked asked, int status) {
    if (asked instanceof Asked.Run run) {
      return Response.json(status, run(run.run(), run.message()))
          .with("Location", "/v1/runs/" + run.run());
    }
    if (asked instanceof Asked.Refused refused) {
      return refused(refused).response();
    }
    return asked instanceof Asked.Invalid invalid
        ? invalid(invalid.problems()).response()
        : Response.json(status, Map.of("message", asked.message()));
  }

  private static Map<String, Object> run(RunId run, String message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.toString());
    json.put("message", message);
    return json;
  }

  static Problem invalid(List<ConfigProblem> problems) {
    return invalid("invalid-job", "The job cannot be run as it is", problems);
  }

  static Problem invalid(String code, String title, List<ConfigProblem> problems) {
    List<Problem.Flaw> flaws =
        problems.stream().map(p -> new Problem.Flaw(p.origin().path(), words(p))).toList();
    return new Problem(
        422,
        code,
        title,
        flaws.size() == 1 ? "one thing is wrong" : flaws.size() + " things are wrong",
        flaws);
  }

  private static String words(ConfigProblem problem) {
    return problem.what() + (problem.allowed().isEmpty() ? "" : "; allowed: " + problem.allowed());
  }

  private static Problem refused(Asked.Refused refused) {
    String why = refused.message();
    return switch (refused.reason()) {
      case UNKNOWN -> Problem.notFound("no-such-job", why);
      case INVALID -> new Problem(422, "invalid", "What was sent cannot be used", why);
      case NOT_ALLOWED -> new Problem(403, "not-allowed", "This node does not allow it", why);
      case EXISTS -> Problem.conflict("exists", why);
      case OF_FILES -> Problem.conflict("of-job-files", why);
      case IN_USE -> Problem.conflict("in-use", why);
      case OUTDATED -> Problem.precondition("changed-meanwhile", why);
      case NO_LEADER -> Problem.conflict("no-leader", why);
      case NO_SUCH_NODE -> Problem.notFound("no-such-node", why);
      case LAST_NODE -> Problem.conflict("last-node", why);
      case CONFLICT -> Problem.conflict("conflict", why);
      case UNAVAILABLE -> Problem.unavailable("etcd-unreachable", why);
      case UNCERTAIN -> Problem.unavailable("uncertain", why);
    };
  }

  /**
   * An answer with how new it is.
   *
   * @param revision the store's revision up to which was read what it was made of; zero if that is
   *     not known
   */
  static Response asOf(long revision, Response response) {
    return revision == 0 ? response : response.with(REVISION, Long.toString(revision));
  }
}
