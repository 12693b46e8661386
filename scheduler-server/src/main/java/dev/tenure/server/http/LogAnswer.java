package dev.tenure.server.http;

import dev.tenure.model.RunId;
import dev.tenure.runlog.LogLine;
import dev.tenure.runlog.LogPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A part of a log as an answer: JSON, or text for whoever asks for nothing else. */
final class LogAnswer {

  /** Headers of an answer in text, which say what in JSON is in members. */
  static final String LOG = "Tenure-Log";

  static final String NEXT = "Tenure-Log-Next";
  static final String MORE = "Tenure-Log-More";
  static final String OVER = "Tenure-Log-Over";
  static final String NODE = "Tenure-Log-Node";

  private LogAnswer() {}

  static Response of(RunId run, String node, LogPart part, Optional<String> accept) {
    return wantsText(accept) ? text(node, part) : Response.json(json(run, node, part));
  }

  private static boolean wantsText(Optional<String> accept) {
    String types = accept.orElse("").toLowerCase(Locale.ROOT);
    return types.contains("text/plain") && !types.contains("application/json");
  }

  private static Response text(String node, LogPart part) {
    StringBuilder text = new StringBuilder();
    for (LogLine line : part.lines()) {
      if (line.leftOut() > 0) {
        text.append("… ").append(leftOut(line.leftOut())).append('\n');
      }
      text.append(line.shown()).append('\n');
    }
    return new Response(200, "text/plain; charset=utf-8", Map.of(), text.toString())
        .with(LOG, part.standing().name())
        .with(NEXT, Long.toString(part.next()))
        .with(MORE, Boolean.toString(part.more()))
        .with(OVER, Boolean.toString(part.over()))
        .with(NODE, node);
  }

  private static String leftOut(long lines) {
    return lines == 1 ? "1 line was left out" : lines + " lines were left out";
  }

  private static Map<String, Object> json(RunId run, String node, LogPart part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.toString());
    json.put("node", node);
    json.put("log", part.standing().name());
    json.put("lines", lines(part.lines()));
    json.put("next", part.next());
    json.put("more", part.more());
    json.put("over", part.over());
    return json;
  }

  private static List<Map<String, Object>> lines(List<LogLine> lines) {
    return lines.stream().map(LogAnswer::line).toList();
  }

  private static Map<String, Object> line(LogLine line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", line.number());
    if (line.leftOut() > 0) {
      json.put("leftOut", line.leftOut());
    }
    json.put("at", line.at());
    json.put("level", line.level());
    json.put("logger", line.logger());
    json.put("text", line.text());
    return json;
  }
}
