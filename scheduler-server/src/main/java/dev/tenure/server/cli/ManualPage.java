package dev.tenure.server.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What a command says of itself, in the sections of a manual page; made of the same words as its
 * {@code --help}.
 *
 * @param name as the page is called, such as {@code tenure-jobs}
 * @param sections in their order
 */
record ManualPage(String name, List<Section> sections) {

  ManualPage {
    sections = List.copyOf(sections);
  }

  /** A part with a title. */
  record Section(String title, List<Block> blocks) {
    Section {
      blocks = List.copyOf(blocks);
    }
  }

  /** A piece of a section. */
  sealed interface Block {}

  /** Words that flow. */
  record Prose(String text) implements Block {}

  /** Something, and what it is. */
  record Item(String term, String text) implements Block {}

  /** Lines as they are. */
  record Verbatim(List<String> lines) implements Block {
    Verbatim {
      lines = List.copyOf(lines);
    }
  }

  /** The page of a command. */
  static ManualPage of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<Section> sections = new ArrayList<>();
    String description = sentence(spec.usageMessage().description());
    sections.add(prose("NAME", name(spec) + " - " + first(description)));
    sections.add(new Section("SYNOPSIS", List.of(new Prose(synopsis(spec)))));
    sections.add(prose("DESCRIPTION", description));
    add(sections, "ARGUMENTS", spec.positionalParameters().stream().map(ManualPage::item).toList());
    add(sections, "OPTIONS", options(spec));
    add(sections, "COMMANDS", commands(command));
    add(sections, "EXIT STATUS", exitCodes(spec.root().usageMessage()));
    add(sections, "EXAMPLES", examples(spec.usageMessage()));
    add(sections, "SEE ALSO", others(spec));
    return new ManualPage(name(spec), sections);
  }

  private static String synopsis(CommandSpec spec) {
    Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    return help.synopsis(0).strip().replaceAll("\\s+", " ");
  }

  private static Section prose(String title, String text) {
    return new Section(title, List.of(new Prose(text)));
  }

  private static void add(List<Section> sections, String title, List<? extends Block> blocks) {
    if (!blocks.isEmpty()) {
      sections.add(new Section(title, List.copyOf(blocks)));
    }
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  /** Up to its first full stop. */
  private static String first(String description) {
    int end = description.indexOf(". ");
    String sentence = end < 0 ? description : description.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Lines of a description are pieces of a format. */
  private static String sentence(String... lines) {
    return String.format(String.join(" ", lines)).strip();
  }

  private static List<Item> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
        .map(ManualPage::item)
        .toList();
  }

  private static Item item(OptionSpec option) {
    String names = String.join(", ", option.names());
    boolean hasValue = option.arity().max() > 0;
    return new Item(hasValue ? names + "=" + option.paramLabel() : names, text(option));
  }

  private static Item item(PositionalParamSpec parameter) {
    return new Item(parameter.paramLabel(), text(parameter));
  }

  private static String text(ArgSpec argument) {
    String text = sentence(argument.description());
    return text.replace(
            "${DEFAULT-VALUE}", Optional.ofNullable(argument.defaultValueString()).orElse(""))
        .replace("${COMPLETION-CANDIDATES}", candidates(argument));
  }

  private static String candidates(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? ""
        : StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(", "));
  }

  private static List<Item> commands(CommandLine command) {
    return shown(command.getCommandSpec()).stream()
        .map(
            sub ->
                new Item(
                    name(sub) + "(1)", first(sentence(sub.usageMessage().description())) + "."))
        .toList();
  }

  /** Its commands but for those that are not for people. */
  static List<CommandSpec> shown(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(sub -> !sub.usageMessage().hidden())
        .toList();
  }

  private static List<Item> exitCodes(UsageMessageSpec usage) {
    return usage.exitCodeList().entrySet().stream()
        .map(code -> new Item(code.getKey().strip(), sentence(code.getValue()) + "."))
        .toList();
  }

  private static List<Verbatim> examples(UsageMessageSpec usage) {
    List<String> lines = Arrays.stream(usage.footer()).map(String::strip).toList();
    return lines.isEmpty() ? List.of() : List.of(new Verbatim(lines));
  }

  private static List<Prose> others(CommandSpec spec) {
    CommandLine parent = spec.parent() == null ? null : spec.parent().commandLine();
    if (parent == null) {
      return List.of();
    }
    String others =
        shown(parent.getCommandSpec()).stream()
            .filter(other -> other != spec)
            .map(other -> name(other) + "(1)")
            .collect(Collectors.joining(", "));
    return List.of(new Prose(name(parent.getCommandSpec()) + "(1), " + others));
  }
}
