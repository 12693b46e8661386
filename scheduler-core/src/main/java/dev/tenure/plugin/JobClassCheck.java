package dev.tenure.plugin;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.quartz.Job;

/** Whether a class can be run as a job, without running any of its code. */
final class JobClassCheck {

  private JobClassCheck() {}

  static JobClass check(String className, Source source) throws ClassNotFoundException {
    try {
      Class<?> type = Class.forName(className, false, source.loader());
      Optional<String> flaw = flaw(type);
      if (flaw.isPresent()) {
        return new JobClass.NotAJob(className, source.name(), flaw.get(), Optional.empty());
      }
      return new JobClass.Found(type.asSubclass(Job.class), source.name());
    } catch (LinkageError e) {
      return new JobClass.NotAJob(className, source.name(), explain(e), Optional.of(e));
    } catch (TypeNotPresentException e) {
      return new JobClass.NotAJob(className, source.name(), lacks(e.typeName()), Optional.of(e));
    }
  }

  private static Optional<String> flaw(Class<?> type) {
    if (!Job.class.isAssignableFrom(type)) {
      return Optional.of("does not implement org.quartz.Job");
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      return Optional.of(
          "is "
              + (type.isInterface() ? "an interface" : "abstract")
              + "; name a class that extends it");
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      return Optional.of("is an inner class; make it static or a class of its own");
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      return Optional.of("is not public");
    }
    if (Arrays.stream(type.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      return Optional.of("has no public constructor without parameters");
    }
    // Resolves the types in all public signatures, so that an absent library shows now and not at 3
    // o'clock in the morning.
    Setters.of(type);
    return Optional.empty();
  }

  private static String explain(LinkageError e) {
    if (e instanceof UnsupportedClassVersionError) {
      return "is compiled for a newer Java than this one ("
          + Runtime.version()
          + "): "
          + e.getMessage();
    }
    if (e instanceof NoClassDefFoundError) {
      return lacks(String.valueOf(e.getMessage()));
    }
    return "cannot be linked: " + e;
  }

  private static String lacks(String className) {
    return "needs a class that its plug-in does not hold: "
        + className.replace('/', '.')
        + "; put the jar that holds it beside it, in a folder of the plug-in's own";
  }
}
