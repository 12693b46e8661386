package dev.tenure.config;

import dev.tenure.model.CalendarSpec;

/**
 * One calendar; {@code calendars { name { … } }}.
 *
 * @param name unique
 * @param origin where its text or, if it has none, the whole of it is written
 * @param spec what it leaves out; a base that it names exists, and nothing is its own base; cron
 *     text is not checked here
 */
public record CalendarConfig(String name, Origin origin, CalendarSpec spec) {}
