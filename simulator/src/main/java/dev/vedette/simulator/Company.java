package dev.vedette.simulator;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A company that lives and is attacked. A function of its settings: asked twice, it tells the same
 * story to the last bit.
 */
public final class Company {
  private final CompanySettings settings;
  private final List<Person> people;
  private final Catalogue catalogue;
  private final Workday workday;
  private final Services services;
  private final Attacks attacks;
  private final List<Campaign> campaigns;

  private Company(CompanySettings settings) {
    this.settings = settings;
    var networks = Networks.of(settings.users());
    people = Staff.of(settings);
    catalogue = new Catalogue(settings.users());
    workday = new Workday(settings, people, catalogue, networks);
    services = new Services(settings, catalogue, networks);
    attacks =
        new Attacks(settings, people, catalogue, workday, settings.users() + services.count());
    campaigns = Schedule.of(settings, people, workday);
  }

  /** Founds the company: hires everybody and decides on the attacks. */
  public static Company of(CompanySettings settings) {
    return new Company(settings);
  }

  /** What it was founded with. */
  public CompanySettings settings() {
    return settings;
  }

  /** The attacks that will happen, in no particular order. */
  public List<Campaign> campaigns() {
    return campaigns;
  }

  /** The ids of all people, those who have left included. */
  public List<String> users() {
    return people.stream().map(person -> person.principal().id()).toList();
  }

  /**
   * All events, in the order of their times or, with {@link CompanySettings#disorder()}, of their
   * arrival. Each iterator begins anew and holds about two days of events in memory.
   */
  public Iterator<LabelledEvent> iterator() {
    return new Chronicle(settings, this::write);
  }

  /** {@link #iterator()} as a sequential stream. */
  public Stream<LabelledEvent> events() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  List<Person> people() {
    return people;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Workday workday() {
    return workday;
  }

  private void write(int day, List<LabelledEvent> pages) {
    for (Person person : people) {
      workday.live(person, day, pages);
    }
    for (int service = 0; service < services.count(); service++) {
      services.live(service, day, pages);
    }
    for (Campaign campaign : campaigns) {
      if (Attacks.active(campaign, day)) {
        attacks.act(campaign, day, pages);
      }
    }
  }
}
