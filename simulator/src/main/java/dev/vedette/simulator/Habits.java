package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does in a job: the department's deeds by personal preference, mostly on a few
 * favourite things.
 */
record Habits(
    Department department,
    List<Deed> deeds,
    Weights preference,
    double[] favourites,
    Resource mailbox) {
  private static final double FAVOURITE_SHARE = 0.75;
  private static final double BYTES_SIGMA = 0.9;
  private static final Weights FAVOURITES = Weights.zipf(10, 1.1);

  static Habits of(Department department, Resource mailbox, Dice dice) {
    List<Deed> deeds = department.deeds();
    double[] weights = new double[deeds.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = deeds.get(i).weight() * dice.logNormal(1, 0.7);
    }
    double[] favourites = new double[10];
    for (int i = 0; i < favourites.length; i++) {
      // The square makes popular things more people's favourites.
      double at = dice.unit();
      favourites[i] = at * at;
    }
    return new Habits(department, deeds, Weights.of(weights), favourites, mailbox);
  }

  Deed deed(Dice dice) {
    return deeds.get(preference.draw(dice));
  }

  @Nullable Resource thing(Deed deed, Catalogue catalogue, Dice dice) {
    String kind = deed.things();
    if (kind == null) {
      return null;
    }
    if (kind.equals("mailbox")) {
      return mailbox;
    }
    Catalogue.Shelf shelf = catalogue.shelf(department, kind);
    return dice.chance(FAVOURITE_SHARE)
        ? shelf.at(favourites[FAVOURITES.draw(dice)])
        : shelf.popular(dice);
  }

  static long bytes(double median, Dice dice) {
    return (long) dice.logNormal(median, BYTES_SIGMA);
  }
}
