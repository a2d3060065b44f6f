package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Detector.Closed;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnDevicesTest {
  private static final DevicesSeen LAPTOP = named("laptop");
  private static final DevicesSeen STRANGE = named("strange");

  private static DevicesSeen named(String device) {
    return new DevicesSeen(List.of(Hash64.of(device)));
  }

  private static Keys keys(DevicesSeen... seen) {
    var keys = new Keys();
    for (DevicesSeen devices : seen) {
      devices.addTo(keys);
    }
    return keys;
  }

  private static OwnDevices after(int days, DevicesSeen device, boolean suspect) {
    OwnDevices known = OwnDevices.NONE;
    for (int day = 0; day < days; day++) {
      var window = new Closed<>("", day * Ageing.DAY_MILLIS, suspect ? 3_000_000 : 0, suspect);
      known = known.learn(keys(device, device), window);
    }
    return known;
  }

  @Test
  void shouldTakeThreeQuietDaysForADeviceToBeOnesOwn() {
    assertFalse(after(2, LAPTOP, false).areOwn(LAPTOP));
    OwnDevices known = after(3, LAPTOP, false);
    assertTrue(known.areOwn(LAPTOP));
    assertFalse(known.areOwn(STRANGE));
    assertFalse(known.areOwn(LAPTOP.and(STRANGE)));
    assertFalse(known.areOwn(DevicesSeen.ANY));
  }

  @Test
  void shouldNotLearnADeviceFromSuspectWindows() {
    assertFalse(after(10, STRANGE, true).areOwn(STRANGE));
  }

  @Test
  void shouldKeepToItsBounds() {
    OwnDevices known = OwnDevices.NONE;
    for (int day = 0; day < 100; day++) {
      var window = new Closed<>("", day * Ageing.DAY_MILLIS, 0, false);
      known = known.learn(keys(named("device" + day)), window);
    }
    var bytes = new Packer();
    known.write(bytes);
    assertTrue(bytes.toBytes().length <= OwnDevices.MAX_BYTES);
    assertEquals(known, OwnDevices.read(new Unpacker(bytes.toBytes())));
  }

  @Test
  void shouldTakeTooManyDevicesForAnybodys() {
    DevicesSeen few = LAPTOP.and(STRANGE).and(named("c")).and(named("d"));
    assertEquals(4, few.hashes().size());
    assertEquals(few, few.and(LAPTOP));
    assertEquals(DevicesSeen.ANY, few.and(named("e")));
    assertEquals(DevicesSeen.ANY, LAPTOP.and(DevicesSeen.ANY));
    assertEquals(DevicesSeen.ANY, DevicesSeen.ANY.and(LAPTOP));
  }
}
