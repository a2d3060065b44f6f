package dev.vedette.detectors;

import dev.vedette.detectors.NewPlace.Place;
import dev.vedette.events.Detail;
import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where and with what a session was used in a window. What is not known leaves no trace;
 * behind an exit that many share, the place is left out. More values of a kind are kept than a
 * session is known with ({@link Facts}), so what is new is never pushed out by what is known.
 *
 * @param places networks and countries, at most {@value #MAX_PLACES}, sorted by key
 * @param clients the software, at most {@value #MAX_TOOLS}, sorted by key
 * @param devices the same, without names
 */
record Trail(List<Place> places, List<Tool> clients, List<Tool> devices) {
  static final int MAX_PLACES = 16;
  static final int MAX_TOOLS = 8;
  static final int MAX_BYTES =
      3 + MAX_PLACES * (20 + EventRefs.MAX_BYTES) + 2 * MAX_TOOLS * Tool.MAX_BYTES;
  static final Trail NONE = new Trail(List.of(), List.of(), List.of());

  private static final int MAX_NAME_CHARS = 40;

  /**
   * A client or a device.
   *
   * @param key hash of its whole name
   * @param name of a client, cut; empty for a device
   * @param first the earliest event
   */
  record Tool(long key, String name, EventRef first) implements Sighting<Tool> {
    static final int MAX_BYTES = 8 + 2 + 3 * MAX_NAME_CHARS + EventRefs.MAX_BYTES;

    @Override
    public Tool and(Tool other) {
      return other.first.compareTo(first) < 0 ? other : this;
    }
  }

  /** Copies the lists. */
  Trail {
    places = List.copyOf(places);
    clients = List.copyOf(clients);
    devices = List.copyOf(devices);
  }

  boolean isEmpty() {
    return places.isEmpty() && clients.isEmpty() && devices.isEmpty();
  }

  /** Adds an observation; the same trail if that says nothing new. */
  @SuppressWarnings("ReferenceEquality")
  Trail plus(Observation observation) {
    Detail detail = observation.detail();
    List<Place> morePlaces = observation.stamp().shared() ? places : withPlace(observation);
    List<Tool> moreClients = with(clients, detail.client(), true, observation);
    List<Tool> moreDevices = with(devices, detail.device(), false, observation);
    return morePlaces == places && moreClients == clients && moreDevices == devices
        ? this
        : new Trail(morePlaces, moreClients, moreDevices);
  }

  private List<Place> withPlace(Observation observation) {
    long country = NewPlace.pack(observation.country());
    long asn = observation.asn();
    if (country == 0 && asn == 0) {
      return places;
    }
    long key = Place.key(country, asn);
    int at = Sighting.find(places, key);
    if (at >= 0 && !EventRefs.isBefore(observation, places.get(at).first())) {
      return places;
    }
    return Sighting.add(
        places, new Place(key, country, asn, EventRefs.of(observation)), MAX_PLACES);
  }

  private static List<Tool> with(
      List<Tool> tools, @Nullable String whole, boolean named, Observation observation) {
    if (whole == null) {
      return tools;
    }
    long key = Hash64.of(whole);
    int at = Sighting.find(tools, key);
    if (at >= 0 && !EventRefs.isBefore(observation, tools.get(at).first)) {
      return tools;
    }
    boolean tooLong = whole.length() > MAX_NAME_CHARS;
    String name =
        named ? EventRefs.wellFormed(tooLong ? whole.substring(0, MAX_NAME_CHARS) : whole) : "";
    return Sighting.add(tools, new Tool(key, name, EventRefs.of(observation)), MAX_TOOLS);
  }

  /** Both together. */
  Trail and(Trail other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Trail(
        Sighting.merge(places, other.places, MAX_PLACES),
        Sighting.merge(clients, other.clients, MAX_TOOLS),
        Sighting.merge(devices, other.devices, MAX_TOOLS));
  }

  /** Such as {@code NL (network 1136)}. */
  static String name(Place place) {
    String country = NewPlace.unpack(place.country());
    if (place.asn() == 0) {
      return country;
    }
    String network = "network " + place.asn();
    return country.isEmpty() ? network : country + " (" + network + ")";
  }

  void write(Packer to) {
    to.putByte(places.size());
    for (Place place : places) {
      to.putVar(place.country()).putVar(place.asn());
      EventRefs.write(place.first(), to);
    }
    to.putByte(clients.size());
    for (Tool client : clients) {
      to.putLong(client.key).putText(client.name);
      EventRefs.write(client.first, to);
    }
    to.putByte(devices.size());
    for (Tool device : devices) {
      to.putLong(device.key);
      EventRefs.write(device.first, to);
    }
  }

  static Trail read(Unpacker from) {
    var places = new ArrayList<Place>();
    for (int left = from.getByte(); left > 0; left--) {
      long country = from.getVar();
      long asn = from.getVar();
      places.add(new Place(Place.key(country, asn), country, asn, EventRefs.read(from)));
    }
    var clients = new ArrayList<Tool>();
    for (int left = from.getByte(); left > 0; left--) {
      clients.add(new Tool(from.getLong(), from.getText(), EventRefs.read(from)));
    }
    var devices = new ArrayList<Tool>();
    for (int left = from.getByte(); left > 0; left--) {
      devices.add(new Tool(from.getLong(), "", EventRefs.read(from)));
    }
    return places.isEmpty() && clients.isEmpty() && devices.isEmpty()
        ? NONE
        : new Trail(places, clients, devices);
  }
}
