package dev.vedette.sources;

import dev.vedette.events.EventHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of a source become events: a mapping file, checked and compiled. Formats do not
 * change and may be shared; what is remembered from line to line is in the {@link Normalizer}.
 *
 * <p>The language is described in {@code docs/sources.md}.
 */
public final class Format {
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final String digest;
  private final String name;
  private final String about;
  private final String kind;
  private final Supplier<@Nullable Extractor> extractors;
  private final @Nullable DocumentLayout layout;
  private final List<Rule> rules;
  private final int slotCount;
  private final Map<Integer, String> nameOfSlot = new HashMap<>();
  private final int listCount;
  private final Set<String> absent;
  private final List<Sample> samples;

  Format(
      String digest,
      String name,
      String about,
      String kind,
      Supplier<@Nullable Extractor> extractors,
      @Nullable DocumentLayout layout,
      List<Rule> rules,
      int slotCount,
      Map<Reference, Integer> references,
      int listCount,
      Set<String> absent,
      List<Sample> samples) {
    this.digest = digest;
    this.name = name;
    this.about = about;
    this.kind = kind;
    this.extractors = extractors;
    this.layout = layout;
    this.rules = List.copyOf(rules);
    this.slotCount = slotCount;
    this.listCount = listCount;
    references.forEach((reference, slot) -> nameOfSlot.put(slot, reference.toString()));
    this.absent = Set.copyOf(absent);
    this.samples = List.copyOf(samples);
  }

  /**
   * Reads a mapping file.
   *
   * @throws MappingException naming file, line and field, if it is not one
   * @throws IOException if it cannot be read
   */
  public static Format load(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new MappingException(
          "%s: more than %d bytes".formatted(file.getFileName(), MAX_FILE_BYTES));
    }
    return parse(
        String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads the text of a mapping file.
   *
   * @param file what to call it in complaints
   * @throws MappingException naming file, line and field
   */
  public static Format parse(String file, String yaml) {
    return FormatReader.read(
        Section.read(file, yaml), EventHash.of(yaml.getBytes(StandardCharsets.UTF_8)).hex());
  }

  /** What tells the text of its mapping file from others, 32 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** The format's name, which events carry as {@code raw_source}. */
  public String name() {
    return name;
  }

  /** What it is for, in a sentence. */
  public String about() {
    return about;
  }

  /** How its lines are taken apart: {@code json}, {@code csv}, … */
  public String kind() {
    return kind;
  }

  /** Whether the lines' times carry no year, so that {@link Context#year()} matters. */
  public boolean needsYear() {
    return rules.stream().anyMatch(r -> r.mapping() != null && r.mapping().needsYear());
  }

  /** Whether the first line of each file names the columns, so that no line can stand alone. */
  public boolean readsHeader() {
    Extractor extractor = extractors.get();
    return extractor != null && extractor.readsHeader();
  }

  /**
   * Where the records lie in a JSON document that is no line, being too long or of several lines;
   * empty if records of the format are not JSON.
   */
  public Optional<DocumentLayout> documents() {
    return Optional.ofNullable(layout);
  }

  /** Begins to read a file. */
  public Normalizer normalizer(Context context) {
    return new Normalizer(this, context);
  }

  /** How many lines with their expected outcome the mapping file holds. */
  public int sampleCount() {
    return samples.size();
  }

  /** What is not as the mapping file's own samples say; empty if all are. */
  public List<String> sampleComplaints() {
    var complaints = new ArrayList<String>();
    Normalizer normalizer = null;
    int year = 0;
    for (Sample sample : samples) {
      if (normalizer == null || year != sample.year()) {
        year = sample.year();
        normalizer = normalizer(new Context("default", year));
      }
      complaints.addAll(sample.complaints(normalizer.normalize(sample.bytes())));
    }
    return List.copyOf(complaints);
  }

  @Nullable Extractor extractor() {
    return extractors.get();
  }

  List<Sample> samples() {
    return samples;
  }

  List<Rule> rules() {
    return rules;
  }

  /**
   * The field that lies in a slot, as the mapping file calls it; null if it is none of a record.
   */
  @Nullable String nameOf(int slot) {
    return nameOfSlot.get(slot);
  }

  /** Fields for a record, all absent. */
  Fields fields() {
    return new Fields(slotCount, listCount, absent);
  }
}
