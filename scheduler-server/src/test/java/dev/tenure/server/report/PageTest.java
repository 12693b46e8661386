package dev.tenure.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class PageTest {

  @Test
  void whateverIsWrittenIntoAPageStaysText() {
    String evil = "</title><script>alert(\"1\")</script>&'\u0000";
    LineChart chart =
        new LineChart(evil, evil, evil)
            .line(evil, List.of(new LineChart.Point(0, 1), new LineChart.Point(1, 2)))
            .line("b", List.of())
            .mark(0.5, evil)
            .band(0, 0.5, evil);
    String html =
        new Page(evil)
            .section(evil)
            .text(evil)
            .verdict(true, evil)
            .code(evil)
            .table(new Table(evil).row(evil).badRow(evil))
            .charts(List.of(chart))
            .render();
    assertThat(html).doesNotContain("<script").doesNotContain("\"1\"").doesNotContain("\u0000");
  }

  @Test
  void aPageIsWellFormedAndLoadsNothing() throws Exception {
    LineChart chart =
        new LineChart("memory", "minutes", "MiB")
            .line("node-1", List.of(new LineChart.Point(0, 1), new LineChart.Point(60, 120)))
            .line("node-2", List.of(new LineChart.Point(0, 3)));
    String html = new Page("a & b").charts(List.of(chart)).render();
    assertThat(html).doesNotContain("http").doesNotContain("url(").contains("<polyline");
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @Test
  void aChartWithoutAValueSaysSo() {
    Page page = new Page("t").charts(List.of(new LineChart("m", "x", "y").line("l", List.of())));
    assertThat(page.render()).contains("nothing was measured");
  }

  @Test
  void aScaleIsRoundAndHoldsAllValues() {
    assertThat(Scale.over(0, 97, 5)).isEqualTo(new Scale(0, 20, 5));
    assertThat(Scale.over(0, 100, 5).to()).isEqualTo(100);
    for (double most : new double[] {0, 1e-3, 0.3, 7, 42, 999, 1e6, 3.3e9}) {
      Scale scale = Scale.over(0, most, 5);
      assertThat(scale.to()).isGreaterThanOrEqualTo(most);
      assertThat(scale.steps()).isBetween(1, 5);
      assertThat(scale.share(most)).isBetween(0.0, 1.0);
    }
    Scale negative = Scale.over(-3, 5, 5);
    assertThat(negative.from()).isLessThanOrEqualTo(-3);
    assertThat(negative.to()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void labelsHaveTheDecimalsThatTheyNeed() {
    assertThat(new Scale(0, 0.25, 4).label(0.5)).isEqualTo("0.50");
    assertThat(new Scale(0, 2500, 4).label(7500)).isEqualTo("7,500");
  }

  @Test
  void columnsOfFiguresStandOnTheRight() {
    String html =
        new Table("what", "how much").row("heap", "12.5 MiB").row("x", "3").html().markup();
    assertThat(html).contains("<th>what</th>").contains("<th class=\"figure\">how much</th>");
  }

  @Test
  void aRowMustFitItsTable() {
    assertThatThrownBy(() -> new Table("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cells in a table of 2 columns");
  }
}
