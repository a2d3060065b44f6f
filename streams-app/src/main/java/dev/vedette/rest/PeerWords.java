package dev.vedette.rest;

import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import dev.vedette.flows.DetectorDays;
import dev.vedette.flows.risk.Position;
import dev.vedette.rest.Engine.Learned;
import dev.vedette.rest.Queries.Namesakes;
import dev.vedette.rest.Queries.Reflects;
import dev.vedette.rest.SubjectQueries.After;
import dev.vedette.rest.SubjectQueries.Filter;
import dev.vedette.rest.SubjectQueries.Listed;
import dev.vedette.rest.SubjectQueries.Listing;
import dev.vedette.rest.SubjectQueries.Looked;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** The bytes of questions that instances ask each other, and of their answers. */
final class PeerWords {
  /** Of questions and their answers, which change together. */
  private static final int VERSION = 2;

  private final Serde<RiskUpdate> updates;

  PeerWords(Serde<RiskUpdate> updates) {
    this.updates = updates;
  }

  /**
   * A question about some parts.
   *
   * @param tenant whose; empty if it is about all
   * @param parts of the topic that the question is about
   */
  record Asking(String tenant, Set<Integer> parts, Unpacker rest) {}

  static Packer asking(String tenant, Set<Integer> parts) {
    var packer = new Packer().putByte(VERSION).putText(tenant).putVar(parts.size());
    parts.forEach(packer::putVar);
    return packer;
  }

  static Asking asking(byte[] body) {
    var unpacker = new Unpacker(body);
    if (unpacker.getByte() != VERSION) {
      throw new IllegalArgumentException("another version of questions");
    }
    String tenant = unpacker.getText();
    var parts = new TreeSet<Integer>();
    for (int left = unpacker.getVarInt(); left > 0; left--) {
      parts.add(unpacker.getVarInt());
    }
    return new Asking(tenant, parts, unpacker);
  }

  static Packer putFilter(Packer to, Filter filter) {
    String text = filter.text();
    return to.putSigned(filter.type() == null ? -1 : filter.type().ordinal())
        .putSigned(filter.atLeast() == null ? -1 : filter.atLeast().ordinal())
        .putText(text == null ? "" : text);
  }

  static Filter getFilter(Unpacker from) {
    int type = (int) from.getSigned();
    int level = (int) from.getSigned();
    String text = from.getText();
    return new Filter(
        type < 0 ? null : SubjectType.values()[type],
        level < 0 ? null : Level.values()[level],
        text.isEmpty() ? null : text);
  }

  static Packer putAfter(Packer to, @Nullable After after) {
    return after == null
        ? to.putByte(0)
        : to.putByte(1)
            .putLong(after.atMillis())
            .putSigned(after.logOddsMicros())
            .putText(after.key());
  }

  static @Nullable After getAfter(Unpacker from) {
    return from.getByte() == 0 ? null : new After(from.getLong(), from.getSigned(), from.getText());
  }

  private static <T> List<T> list(Unpacker from, Function<Unpacker, T> one) {
    int size = from.getVarInt();
    var found = new ArrayList<T>();
    for (int i = 0; i < size; i++) {
      found.add(one.apply(from));
    }
    return found;
  }

  static Packer putSubjects(Packer to, Collection<Subject> subjects) {
    to.putVar(subjects.size());
    subjects.forEach(subject -> to.putText(SubjectKey.encode(subject)));
    return to;
  }

  static List<Subject> getSubjects(Unpacker from) {
    return list(from, one -> SubjectKey.decode(one.getText()));
  }

  static Packer putLearned(Packer to, Learned learned) {
    return putOrigins(putSubjects(to, learned.subjects()), learned.from());
  }

  static Learned getLearned(Unpacker from) {
    return new Learned(new HashSet<>(getSubjects(from)), getOrigins(from));
  }

  static Packer putNamesakes(Packer to, Namesakes found) {
    return putOrigins(putSubjects(to, found.sessions()), found.from());
  }

  static Namesakes getNamesakes(Unpacker from) {
    return new Namesakes(getSubjects(from), getOrigins(from));
  }

  private static Packer putOrigins(Packer to, List<Origin> origins) {
    to.putVar(origins.size());
    for (Origin one : origins) {
      to.putText(one.instance() == null ? "" : one.instance())
          .putByte(one.role().ordinal())
          .putVar(one.partition())
          .putLong(one.lagRecords())
          .putLong(one.ageMillis());
    }
    return to;
  }

  private static List<Origin> getOrigins(Unpacker from) {
    return list(
        from,
        one -> {
          String instance = one.getText();
          return new Origin(
              instance.isEmpty() ? null : instance,
              Origin.Role.values()[one.getByte()],
              one.getVarInt(),
              one.getLong(),
              one.getLong());
        });
  }

  static Packer putTexts(Packer to, Collection<String> texts) {
    to.putVar(texts.size());
    texts.forEach(to::putText);
    return to;
  }

  static List<String> getTexts(Unpacker from) {
    return list(from, Unpacker::getText);
  }

  Packer putListed(Packer to, List<Listed> subjects) {
    to.putVar(subjects.size());
    for (Listed one : subjects) {
      to.putLong(one.toldMillis());
      putUpdate(to, one.risk());
    }
    return to;
  }

  List<Listed> getListed(Unpacker from) {
    return list(
        from,
        one -> {
          long told = one.getLong();
          return new Listed(getUpdate(one), told);
        });
  }

  Packer putListing(Packer to, Listing listing) {
    Instant time = listing.dataTime();
    to.putLong(time == null ? Long.MIN_VALUE : time.toEpochMilli())
        .putByte(listing.next() == null ? 0 : 1);
    return putListed(to, listing.subjects());
  }

  /** Some parts' share of a list; where it goes on is the last of them, if it does. */
  record Share(@Nullable Instant dataTime, boolean more, List<Listed> subjects) {}

  Share getShare(Unpacker from) {
    long time = from.getLong();
    boolean more = from.getByte() == 1;
    return new Share(
        time == Long.MIN_VALUE ? null : Instant.ofEpochMilli(time), more, getListed(from));
  }

  Packer putLooked(Packer to, List<Looked> answers) {
    to.putVar(answers.size());
    for (Looked one : answers) {
      to.putText(SubjectKey.encode(one.subject()))
          .putSigned(one.state() == null ? -1 : one.state().ordinal())
          .putByte(one.risk() == null ? 0 : 1);
      putReflects(to, one.reflects());
      if (one.risk() != null) {
        putUpdate(to, one.risk());
      }
    }
    return to;
  }

  List<Looked> getLooked(Unpacker from) {
    return list(
        from,
        one -> {
          Subject subject = SubjectKey.decode(one.getText());
          int state = (int) one.getSigned();
          boolean hasRisk = one.getByte() == 1;
          Reflects reflects = getReflects(one);
          return new Looked(
              subject,
              reflects,
              hasRisk ? getUpdate(one) : null,
              state < 0 ? null : SessionRisk.State.values()[state]);
        });
  }

  private static void putReflects(Packer to, @Nullable Reflects reflects) {
    to.putSigned(reflects == null ? -1 : reflects.partition());
    if (reflects != null) {
      Position position = reflects.position();
      to.putSigned(position.signals())
          .putSigned(position.sessions())
          .putSigned(position.verdicts());
    }
  }

  private static @Nullable Reflects getReflects(Unpacker from) {
    int partition = Math.toIntExact(from.getSigned());
    return partition < 0
        ? null
        : new Reflects(
            partition, new Position(from.getSigned(), from.getSigned(), from.getSigned()));
  }

  static Packer putDays(Packer to, List<DetectorDays.Day> days) {
    to.putVar(days.size());
    for (DetectorDays.Day day : days) {
      to.putText(day.detector()).putSigned(day.epochDay()).putVar(day.counts().size());
      day.counts().forEach(to::putSigned);
    }
    return to;
  }

  static List<DetectorDays.Day> getDays(Unpacker from) {
    return list(
        from,
        one ->
            new DetectorDays.Day(
                one.getText(), Math.toIntExact(one.getSigned()), list(one, Unpacker::getSigned)));
  }

  static Packer putCoverage(Packer to, @Nullable Coverage coverage) {
    if (coverage == null) {
      return to.putSigned(-1);
    }
    to.putSigned(coverage.detectors()).putVar(coverage.blind().size());
    coverage.blind().forEach(blind -> to.putText(blind.detector()).putText(blind.reason()));
    return to;
  }

  static @Nullable Coverage getCoverage(Unpacker from) {
    int detectors = Math.toIntExact(from.getSigned());
    return detectors < 0
        ? null
        : new Coverage(
            detectors, list(from, one -> new Coverage.Blind(one.getText(), one.getText())));
  }

  private void putUpdate(Packer to, RiskUpdate update) {
    to.putBytes(updates.serializer().serialize("", update));
  }

  private RiskUpdate getUpdate(Unpacker from) {
    return updates.deserializer().deserialize("", from.getBytes());
  }
}
