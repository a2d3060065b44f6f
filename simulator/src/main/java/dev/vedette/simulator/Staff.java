package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.List;

/** Hires everybody, each by a stream of chance of their own. */
final class Staff {
  static final List<String> LAPTOPS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{v}.0.0.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{v}.0.0.0 Edg/{v}",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15",
          "Mozilla/5.0 (X11; Linux x86_64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0");
  private static final List<String> PHONES =
      List.of(
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 Mobile",
          "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/{v}.0.0.0 Mobile");

  private static final int RENEWAL_DAYS = 3 * 365;

  private static final List<Department> DEPARTMENTS = List.of(Department.values());

  private final CompanySettings settings;
  private final Weights offices;
  private final List<Place> officePlaces = new ArrayList<>();
  private final Weights departments;

  private Staff(CompanySettings settings) {
    this.settings = settings;
    int count = Math.max(3, settings.users() / 12);
    var dice = Dice.of(settings.seed(), Purpose.OFFICES);
    var places = Weights.of(Place.OFFICE_WEIGHTS);
    for (int office = 0; office < count; office++) {
      officePlaces.add(
          office == 0 ? Place.OFFICES.getFirst() : Place.OFFICES.get(places.draw(dice)));
    }
    // A flat Zipf law: a large head office, and even the last branch has several desks.
    offices = Weights.zipf(count, 0.45);
    departments = Weights.of(DEPARTMENTS.stream().mapToDouble(Department::share).toArray());
  }

  static List<Person> of(CompanySettings settings) {
    var staff = new Staff(settings);
    var people = new ArrayList<Person>(settings.users());
    for (int index = 0; index < settings.users(); index++) {
      people.add(staff.hire(index));
    }
    return List.copyOf(people);
  }

  private Person hire(int index) {
    var dice = Dice.of(settings.seed(), Purpose.PERSON, index);
    // Every 40th person is an administrator, the third of fifty has left and the account lives on.
    boolean administrator = index % 40 == 1;
    boolean left = index % 50 == 7;
    String id = Names.id(settings.seed(), index);
    var mailbox = new Resource("mailbox", "mailbox/" + id, "internal");
    Department department = administrator ? Department.IT : department(dice);
    Habits habits = Habits.of(department, mailbox, dice);
    boolean changes = !administrator && dice.chance(0.03);
    int office = offices.draw(dice);
    boolean night =
        (department == Department.SUPPORT || department == Department.OPERATIONS)
            && dice.chance(0.15);
    List<Person.Tool> tools = tools(id, dice);
    boolean starter = !left && !administrator && dice.chance(0.03);
    return new Person(
        index,
        new Principal(SubjectType.USER, id, Names.shown(settings.seed(), index)),
        habits,
        changes ? Habits.of(department(dice), mailbox, dice) : habits,
        changes ? 1 + dice.below(settings.days()) : Integer.MAX_VALUE,
        starter ? 1 + dice.below(settings.days()) : -1,
        left ? 2 + dice.below(Math.max(1, settings.attacksFromDay() / 3)) : Integer.MAX_VALUE,
        office,
        officePlaces.get(office),
        tools,
        renewed(tools, id, dice),
        dice.below(RENEWAL_DAYS),
        night ? 21 * 60 + 30 : (int) Math.clamp(dice.normal(8.6 * 60, 45), 360, 660),
        (int) Math.clamp(dice.normal(8.6 * 60, 40), 360, 640),
        Math.clamp(dice.logNormal(62, 0.35) * settings.pace(), 22, 640),
        dice.chance(0.3) ? dice.between(0.3, 0.9) : dice.between(0, 0.25),
        dice.chance(0.5),
        night ? 0.3 : dice.chance(0.15) ? 0.25 : 0.02,
        dice.between(0.01, 0.12),
        department == Department.SALES ? 0.5 : dice.between(0.02, 0.2),
        dice.chance(0.25),
        administrator,
        dice.chance(0.12) ? dice.between(0.15, 0.6) : 0,
        dice.chance(0.04),
        dice.chance(0.15),
        dice.chance(0.03) ? (dice.chance(0.5) ? 1 : -1) * dice.between(60_000L, 300_000L) : 0);
  }

  private Department department(Dice dice) {
    return DEPARTMENTS.get(departments.draw(dice));
  }

  private static List<Person.Tool> tools(String id, Dice dice) {
    var tools = new ArrayList<Person.Tool>(3);
    // A contractor brings a computer that nobody manages.
    boolean contractor = dice.chance(0.06);
    tools.add(
        new Person.Tool(
            contractor ? null : new Device("lt-" + id, id + "'s laptop"),
            dice.pick(LAPTOPS),
            "workspace"));
    tools.add(
        new Person.Tool(new Device("ph-" + id, id + "'s phone"), dice.pick(PHONES), "mobile"));
    if (dice.chance(0.3)) {
      tools.add(
          new Person.Tool(
              new Device("pc-" + id, id + "'s desktop"), dice.pick(LAPTOPS), "workspace"));
    }
    return List.copyOf(tools);
  }

  /** The same tools with a new laptop or a new phone. */
  private static List<Person.Tool> renewed(List<Person.Tool> tools, String id, Dice dice) {
    var next = new ArrayList<>(tools);
    if (dice.chance(0.5)) {
      next.set(
          1,
          new Person.Tool(
              new Device("ph2-" + id, id + "'s new phone"), dice.pick(PHONES), "mobile"));
    } else if (tools.getFirst().device() != null) {
      next.set(
          0,
          new Person.Tool(
              new Device("lt2-" + id, id + "'s new laptop"), dice.pick(LAPTOPS), "workspace"));
    }
    return List.copyOf(next);
  }
}
