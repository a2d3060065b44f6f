package dev.vedette.rest;

import static java.util.stream.Collectors.groupingBy;

import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import dev.vedette.flows.DetectorDays;
import dev.vedette.rest.Engine.Learned;
import dev.vedette.rest.PeerWords.Share;
import dev.vedette.rest.Scatter.Gathered;
import dev.vedette.rest.Scatter.Work;
import dev.vedette.risk.Policy;
import dev.vedette.runtime.Backlog;
import dev.vedette.runtime.Placement;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.KnownPeers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the state of all instances. What is about one subject, one incident or one tenant's
 * incidents is answered here or nowhere: {@link Forwarding} takes it to where it is. What is about
 * many is asked of all instances that have a share of it.
 */
final class ClusterQueries implements Queries {
  private static final Duration KEPT = Duration.ofSeconds(1);
  private static final int KEPT_PAGES = 32;

  private final StoreQueries local;
  private final Scatter scatter;
  private final ClusterEngine engine;
  private final PeerWords words;
  private final int mostLearned;
  private final ReentrantLock keeping = new ReentrantLock();
  private final Map<Page, Answer> kept = new LinkedHashMap<>();

  private record Page(String tenant, Filter filter, int limit, @Nullable After after) {}

  private record Answer(Listing listing, long untilNanos) {}

  /**
   * Those whom a text finds among what was learned, and of whom no record tells.
   *
   * @param isCut whether there are more than somebody looked at
   */
  private record Unrecorded(List<Listed> listed, boolean isCut) {}

  /**
   * Questions to all instances.
   *
   * @param mostLearned how many subjects that a text finds each instance looks at
   */
  ClusterQueries(StoreQueries local, Scatter scatter, PeerWords words, int mostLearned) {
    this.local = local;
    this.scatter = scatter;
    this.engine = scatter.engine();
    this.words = words;
    this.mostLearned = mostLearned;
  }

  private boolean isAllMine(Topic topic) {
    return engine.placement().isAllMine(topic.name());
  }

  @Override
  public Top top(String tenant, @Nullable SubjectType type, int limit) {
    if (isAllMine(Topics.SIGNALS)) {
      return local.top(tenant, type, limit);
    }
    Listing all = list(tenant, new Filter(type, null, null), limit, null);
    return new Top(
        all.asOf(),
        all.dataTime(),
        all.subjects().stream().map(Listed::risk).toList(),
        all.missing());
  }

  @Override
  public Listing list(String tenant, Filter filter, int limit, @Nullable After after) {
    if (isAllMine(Topics.SIGNALS) && (filter.text() == null || isAllMine(Topics.OBSERVATIONS))) {
      return local.list(tenant, filter, limit, after);
    }
    var page = new Page(tenant, filter, limit, after);
    Listing known = kept(page);
    if (known != null) {
      return known;
    }
    Listing listing = ofAll(page);
    if (listing.isWhole()) {
      keep(page, listing);
    }
    return listing;
  }

  private @Nullable Listing kept(Page page) {
    keeping.lock();
    try {
      long now = System.nanoTime();
      kept.values().removeIf(answer -> now - answer.untilNanos() >= 0);
      Answer answer = kept.get(page);
      return answer == null ? null : answer.listing();
    } finally {
      keeping.unlock();
    }
  }

  private void keep(Page page, Listing listing) {
    keeping.lock();
    try {
      if (kept.size() < KEPT_PAGES) {
        kept.put(page, new Answer(listing, System.nanoTime() + KEPT.toNanos()));
      }
    } finally {
      keeping.unlock();
    }
  }

  /** All as of one instant: that of the first page. */
  private Listing ofAll(Page page) {
    String tenant = page.tenant();
    Filter filter = page.filter();
    After after = page.after();
    int limit = page.limit();
    Instant at = after == null ? now() : Instant.ofEpochMilli(after.atMillis());
    Gathered<Share> records =
        scatter.all(
            Topics.SIGNALS,
            new Work<>(
                PeerRoutes.RECORDS,
                parts -> share(local.ofRecords(tenant, filter, limit, after, at)),
                parts ->
                    PeerWords.putAfter(
                            PeerWords.putFilter(
                                PeerWords.asking(tenant, parts)
                                    .putLong(at.toEpochMilli())
                                    .putVar(limit),
                                filter),
                            after)
                        .toBytes(),
                reading(words::getShare)));
    var missing = new TreeSet<>(records.missing());
    var found = new ArrayList<Listed>();
    records.answers().forEach(share -> found.addAll(share.subjects()));
    var unrecorded =
        filter.text() == null ? new Unrecorded(List.of(), false) : withoutRecord(page, at, missing);
    found.addAll(unrecorded.listed());
    found.sort(SubjectPages.ORDER);
    boolean more = found.size() > limit || records.answers().stream().anyMatch(Share::more);
    List<Listed> shown = found.size() > limit ? found.subList(0, limit) : found;
    Instant dataTime =
        records.answers().stream()
            .map(Share::dataTime)
            .filter(time -> time != null)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return new Listing(
        at,
        dataTime,
        shown,
        more && !shown.isEmpty() ? behind(at, shown.getLast()) : null,
        List.copyOf(missing),
        unrecorded.isCut() ? OptionalInt.of(mostLearned) : OptionalInt.empty());
  }

  private static After behind(Instant at, Listed last) {
    return new After(
        at.toEpochMilli(), last.risk().logOddsMicros(), SubjectKey.encode(last.risk().subject()));
  }

  private static Share share(Listing listing) {
    return new Share(listing.dataTime(), listing.next() != null, listing.subjects());
  }

  /** Who was seen is told by those that learned it; that there is no record, by others. */
  private Unrecorded withoutRecord(Page page, Instant at, Set<String> missing) {
    String tenant = page.tenant();
    Gathered<List<Subject>> learned =
        scatter.all(
            Topics.OBSERVATIONS,
            new Work<>(
                PeerRoutes.LEARNED,
                parts -> local.learned(tenant, page.filter(), mostLearned + 1),
                parts ->
                    PeerWords.putFilter(PeerWords.asking(tenant, parts), page.filter()).toBytes(),
                reading(PeerWords::getSubjects)));
    missing.addAll(learned.missing());
    Gathered<List<Listed>> without =
        ofSubjects(
            tenant,
            PeerRoutes.UNRECORDED,
            Topics.SIGNALS,
            learned.answers().stream().flatMap(some -> some.stream().limit(mostLearned)).toList(),
            (to, subjects) ->
                PeerWords.putSubjects(
                    PeerWords.putAfter(
                        PeerWords.putFilter(
                            to.putLong(at.toEpochMilli()).putVar(page.limit()), page.filter()),
                        page.after()),
                    subjects),
            subjects ->
                local.withoutRecord(subjects, page.filter(), page.limit(), page.after(), at),
            words::getListed);
    missing.addAll(without.missing());
    return new Unrecorded(
        without.answers().stream().flatMap(List::stream).toList(),
        learned.answers().stream().anyMatch(some -> some.size() > mostLearned));
  }

  @Override
  public Lookup lookUp(List<Subject> subjects) {
    if (isAllMine(Topics.SIGNALS)) {
      return local.lookUp(subjects);
    }
    Instant at = now();
    if (subjects.isEmpty()) {
      return local.lookUp(subjects, at);
    }
    Gathered<List<Looked>> gathered =
        ofSubjects(
            subjects.getFirst().tenant(),
            PeerRoutes.LOOKUP,
            Topics.SIGNALS,
            subjects,
            (to, some) -> PeerWords.putSubjects(to.putLong(at.toEpochMilli()), some),
            some -> local.lookUp(some, at).answers(),
            words::getLooked);
    Map<String, Looked> answers = new TreeMap<>();
    gathered
        .answers()
        .forEach(some -> some.forEach(one -> answers.put(SubjectKey.encode(one.subject()), one)));
    return new Lookup(
        at,
        local.lookUp(List.of(), at).dataTime(),
        subjects.stream()
            .map(subject -> {
              Looked found = answers.get(SubjectKey.encode(subject));
              return found == null ? new Looked(subject, null, null, null) : found;
            })
            .toList(),
        gathered.missing());
  }

  /** Asks about subjects, each where it is. */
  private <T> Gathered<T> ofSubjects(
      String tenant,
      String question,
      Topic topic,
      Collection<Subject> subjects,
      BiFunction<Packer, List<Subject>, Packer> body,
      Function<List<Subject>, T> here,
      Function<Unpacker, T> read) {
    boolean isRisk = topic.equals(Topics.SIGNALS);
    Map<Integer, List<Subject>> byPart =
        subjects.stream()
            .collect(
                groupingBy(subject ->
                    engine.partitionOf(
                        topic, SubjectKey.encode(isRisk ? subject.decider() : subject))));
    Function<Set<Integer>, List<Subject>> ofParts =
        parts ->
            parts.stream().flatMap(part -> byPart.getOrDefault(part, List.of()).stream()).toList();
    return scatter.gather(
        topic,
        byPart.keySet(),
        new Work<>(
            question,
            parts -> here.apply(ofParts.apply(parts)),
            parts -> body.apply(PeerWords.asking(tenant, parts), ofParts.apply(parts)).toBytes(),
            reading(read)));
  }

  private static <T> Function<byte[], T> reading(Function<Unpacker, T> read) {
    return bytes -> read.apply(new Unpacker(bytes));
  }

  /**
   * Those of which something was learned, wherever that is.
   *
   * @throws StoresUnavailableException if it cannot be said of all
   */
  Learned learned(Collection<Subject> subjects) {
    var learned = new HashSet<Subject>();
    var from = new ArrayList<Origin>();
    Map<String, List<Subject>> byTenant = subjects.stream().collect(groupingBy(Subject::tenant));
    byTenant.forEach((tenant, its) ->
        this.<Learned>ofSubjects(
                tenant,
                PeerRoutes.SEEN,
                Topics.OBSERVATIONS,
                its,
                PeerWords::putSubjects,
                local::seen,
                PeerWords::getLearned)
            .whole()
            .forEach(some -> {
              learned.addAll(some.subjects());
              from.addAll(some.from());
            }));
    return new Learned(learned, from);
  }

  @Override
  public Namesakes sessions(String tenant, String id) {
    Gathered<Namesakes> found =
        scatter.all(
            Topics.OBSERVATIONS,
            new Work<>(
                PeerRoutes.SESSIONS,
                parts -> local.sessions(tenant, id),
                parts -> PeerWords.asking(tenant, parts).putText(id).toBytes(),
                reading(PeerWords::getNamesakes)));
    return new Namesakes(
        found.whole().stream()
            .flatMap(some -> some.sessions().stream())
            .sorted(Comparator.comparing(SubjectKey::encode))
            .limit(MAX_SESSIONS)
            .toList(),
        found.whole().stream().flatMap(some -> some.from().stream()).toList());
  }

  @Override
  public @Nullable Coverage coverage(Subject subject) {
    try {
      return local.coverage(subject);
    } catch (ElsewhereException e) {
      return this.<Optional<Coverage>>ofSubjects(
              subject.tenant(),
              PeerRoutes.COVERAGE,
              Topics.OBSERVATIONS,
              List.of(subject),
              PeerWords::putSubjects,
              one -> Optional.ofNullable(local.coverage(subject)),
              from -> Optional.ofNullable(PeerWords.getCoverage(from)))
          .whole()
          .getFirst()
          .orElse(null);
    }
  }

  @Override
  public Verdicts precision(String tenant) {
    if (isAllMine(Topics.SIGNALS) && isAllMine(Topics.OBSERVATIONS)) {
      return local.precision(tenant);
    }
    Gathered<List<DetectorDays.Day>> ruled =
        days(Topics.SIGNALS, tenant, PeerRoutes.PRECISION, local::ruled);
    Gathered<List<DetectorDays.Day>> said =
        days(Topics.OBSERVATIONS, tenant, PeerRoutes.SAID, local::said);
    return local.verdicts(
        ruled.answers().stream().flatMap(List::stream).toList(),
        said.answers().stream().flatMap(List::stream).toList(),
        Stream.concat(ruled.missing().stream(), said.missing().stream())
            .distinct()
            .sorted()
            .toList());
  }

  private Gathered<List<DetectorDays.Day>> days(
      Topic fedBy, String tenant, String question, Function<String, List<DetectorDays.Day>> mine) {
    return scatter.all(
        fedBy,
        new Work<>(
            question,
            parts -> mine.apply(tenant),
            parts -> PeerWords.asking(tenant, parts).toBytes(),
            reading(PeerWords::getDays)));
  }

  @Override
  public List<String> tenants(Predicate<String> seen, int atMost) {
    Gathered<List<String>> found =
        scatter.all(
            Topics.SIGNALS,
            new Work<>(
                PeerRoutes.TENANTS,
                parts -> local.tenants(seen, atMost),
                parts -> PeerWords.asking("", parts).putVar(atMost).toBytes(),
                reading(PeerWords::getTexts)));
    return found.answers().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .limit(atMost)
        .toList();
  }

  @Override
  public List<Instance> instances() {
    Placement placement;
    try {
      placement = engine.placement();
    } catch (StoresUnavailableException e) {
      return List.of(); // the rest says why
    }
    Map<String, CompletableFuture<Boolean>> answers = new TreeMap<>();
    for (String name : placement.instances()) {
      answers.put(
          name,
          name.equals(placement.me())
              ? CompletableFuture.completedFuture(true)
              : scatter.answersSoon(name));
    }
    return answers.entrySet().stream()
        .map(one ->
            new Instance(one.getKey(), one.getKey().equals(placement.me()), one.getValue().join()))
        .toList();
  }

  @Override
  public Instant now() {
    return local.now();
  }

  @Override
  public @Nullable Risk risk(Subject subject, @Nullable Instant at, boolean counterfactual) {
    return local.risk(subject, at, counterfactual);
  }

  @Override
  public @Nullable Unknown unknown(Subject subject) {
    return local.unknown(subject);
  }

  @Override
  public @Nullable Unknown unseen(Subject subject) {
    return local.unseen(subject);
  }

  @Override
  public @Nullable Session session(Subject session) {
    return local.session(session);
  }

  @Override
  public @Nullable Profile profile(Subject subject) {
    return local.profile(subject);
  }

  @Override
  public @Nullable Habits habits(Subject subject) {
    return local.habits(subject);
  }

  @Override
  public KnownPeers.@Nullable Group peers(Subject subject) {
    return local.peers(subject);
  }

  @Override
  public @Nullable Series series(Subject subject, Instant from, Instant to, int points) {
    return local.series(subject, from, to, points);
  }

  @Override
  public @Nullable Signals signals(
      Subject subject, Instant from, Instant to, int limit, @Nullable String after) {
    return local.signals(subject, from, to, limit, after);
  }

  @Override
  public @Nullable Sessions sessionsOf(Subject principal) {
    return local.sessionsOf(principal);
  }

  @Override
  public Incidents incidents(
      String tenant, Which which, @Nullable Subject of, int limit, @Nullable Last after) {
    return local.incidents(tenant, which, of, limit, after);
  }

  @Override
  public @Nullable OneIncident incident(String tenant, String id) {
    return local.incident(tenant, id);
  }

  @Override
  public Policy policy(String tenant) {
    return local.policy(tenant);
  }

  @Override
  public Accounts accounts() {
    return local.accounts();
  }

  @Override
  public Health health() {
    return local.health();
  }

  @Override
  public @Nullable Backlog backlog() {
    return local.backlog();
  }
}
