package dev.vedette.simulator;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Names for people: invented combinations, distinct for distinct indices. */
final class Names {
  private static final List<String> FIRST =
      List.of(
          "Anna", "Jonas", "Maria", "Piotr", "Claire", "Oliver", "Priya", "Kenji", "Lucas", "Emma",
          "Ahmed", "Sofia", "David", "Elena", "Tomasz", "Julien", "Grace", "Arjun", "Yuki", "Bruno",
          "Leila", "Marek", "Nina", "Samuel", "Ingrid", "Rafael", "Hannah", "Vikram", "Aiko",
          "Chloé", "Felix", "Zofia", "Henry", "Meera", "Paulo", "Laura", "Daniel", "Fatima",
          "Simon", "Olga");
  private static final List<String> LAST =
      List.of(
          "Keller",
          "Nowak",
          "Dubois",
          "Smith",
          "Sharma",
          "Tanaka",
          "Silva",
          "Schmidt",
          "Kowalska",
          "Martin",
          "Taylor",
          "Patel",
          "Sato",
          "Costa",
          "Weber",
          "Zielinski",
          "Bernard",
          "Brown",
          "Reddy",
          "Suzuki",
          "Fischer",
          "Wojcik",
          "Moreau",
          "Evans",
          "Iyer",
          "Ito",
          "Rocha",
          "Becker",
          "Mazur",
          "Laurent",
          "Walker",
          "Nair",
          "Mori",
          "Gomes",
          "Hoffmann",
          "Krol",
          "Girard",
          "Wright",
          "Rao",
          "Abe",
          "Lima",
          "Wagner",
          "Pawlak",
          "Roux",
          "Hughes",
          "Das",
          "Kato",
          "Alves",
          "Koch",
          "Duda",
          "Faure",
          "Green",
          "Bose",
          "Ueda",
          "Ramos",
          "Lang",
          "Sikora",
          "Blanc",
          "Reed",
          "Menon");

  private Names() {}

  /** An account's id, such as {@code anna.keller} or {@code anna.keller2}. */
  static String id(long seed, int index) {
    String plain =
        Normalizer.normalize(shown(seed, index), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    int round = index / pairs();
    return plain.toLowerCase(Locale.ROOT).replace(' ', '.') + (round == 0 ? "" : round + 1);
  }

  /** The name for people, such as {@code Anna Keller}. */
  static String shown(long seed, int index) {
    // 1009 is coprime to the number of pairs, so a round of indices meets each pair once.
    int pair = (int) Math.floorMod(index * 1009L + Dice.mix(seed), (long) pairs());
    return FIRST.get(pair % FIRST.size()) + " " + LAST.get(pair / FIRST.size());
  }

  private static int pairs() {
    return FIRST.size() * LAST.size();
  }
}
