package cdek

import (
	"slices"
	"strings"
	"sync"
)

// TariffInfo describes a tariff. [Client.ListContractTariffs] returns those of a contract.
type TariffInfo struct {
	Code     int
	Service  string // CDEK's own name, without the mode
	Mode     Mode
	MaxGrams int  // of the parcel; 0: none is documented, or it is up to the locker or the direction
	Ordinary bool // for OrdinaryDelivery only
}

// Name returns the service and the mode as CDEK writes them: "Посылка склад-дверь".
func (t TariffInfo) Name() string { return strings.TrimSpace(t.Service + " " + modeNames[t.Mode]) }

// KnownTariffs returns the documented tariffs, by code.
func KnownTariffs() []TariffInfo { return slices.Clone(knownTariffs()) }

// TariffOf describes a tariff; for one that is not documented only Code is set.
func TariffOf(code int) TariffInfo {
	all := knownTariffs()
	i, ok := slices.BinarySearchFunc(all, code, func(t TariffInfo, code int) int { return t.Code - code })
	if !ok {
		return TariffInfo{Code: code}
	}
	return all[i]
}

// The names of the modes.
var modeNames = map[Mode]string{
	DoorDoor: "дверь-дверь", DoorWarehouse: "дверь-склад", WarehouseDoor: "склад-дверь", WarehouseWarehouse: "склад-склад",
	DoorLocker: "дверь-постамат", WarehouseLocker: "склад-постамат", LockerDoor: "постамат-дверь", LockerWarehouse: "постамат-склад",
	LockerLocker: "постамат-постамат",
}

// tariffTable is the tariffs as CDEK's page prints them: service, greatest weight in grams, codes by mode. A limit that
// depends on the locker or the direction is 0.
var tariffTable = []struct {
	service    string
	grams      int
	modes      [4]int // door-door, door-warehouse, warehouse-door, warehouse-warehouse
	toLocker   [2]int // door-locker, warehouse-locker
	fromLocker [3]int // locker-door, locker-warehouse, locker-locker
	locker     int    // most grams of those to a locker
	ordinary   bool
}{
	{service: "Посылка", grams: 50000, modes: [4]int{139, 138, 137, 136}, toLocker: [2]int{366, 368}, locker: 30000},
	{service: "Экономичная посылка", grams: 50000, modes: [4]int{231, 232, 233, 234}, toLocker: [2]int{376, 378}, locker: 30000}, // 376 only in CDEK's own plugin
	{service: "Экспресс", modes: [4]int{480, 481, 482, 483}, toLocker: [2]int{485, 486}, fromLocker: [3]int{605, 606, 607}},
	{service: "E-com Express", grams: 500000, modes: [4]int{293, 295, 294, 291}, toLocker: [2]int{509, 510}},
	{service: "E-com Express.", grams: 500000, modes: [4]int{2483, 0, 0, 2485}}, // another service, with a dot in its name
	{service: "E-com Standard", modes: [4]int{184, 187, 186, 185}, toLocker: [2]int{497, 498}},
	{service: "Магистральный экспресс", modes: [4]int{121, 123, 122, 62}},
	{service: "Сборный груз", grams: 100_000_000, modes: [4]int{748, 749, 750, 751}},
	{service: "Экономичный экспресс", modes: [4]int{19, 2321, 2322, 2323}}, // tyres
	{service: "СДЭК документы", grams: 500, modes: [4]int{533, 534, 535, 536}, ordinary: true},
	{service: "Documents Express", modes: [4]int{2261, 2262, 2263, 2264}, toLocker: [2]int{2266, 2267}},
	{service: "Супер-экспресс до 10.00", grams: 30000, modes: [4]int{676, 677, 678, 679}},
	{service: "Супер-экспресс до 12.00", grams: 30000, modes: [4]int{686, 687, 688, 689}},
	{service: "Супер-экспресс до 14.00", grams: 30000, modes: [4]int{696, 697, 698, 699}},
	{service: "Супер-экспресс до 16.00", grams: 30000, modes: [4]int{706, 707, 708, 709}},
	{service: "Супер-экспресс до 18.00", grams: 30000, modes: [4]int{716, 717, 718, 719}},
	{service: "Супер-экспресс до 9", grams: 30000, modes: [4]int{57}},
	{service: "Супер-экспресс до 10", grams: 30000, modes: [4]int{58}},
	{service: "Супер-экспресс до 12", grams: 30000, modes: [4]int{59, 777, 778, 779}},
	{service: "Супер-экспресс до 14", grams: 30000, modes: [4]int{60, 786, 787, 788}},
	{service: "Супер-экспресс до 16", grams: 30000, modes: [4]int{61, 795, 796, 797}},
	{service: "Супер-экспресс до 18", grams: 30000, modes: [4]int{3, 804, 805, 806}, toLocker: [2]int{0, 722}, locker: 30000},
	{service: "Международный экспресс документы", grams: 5000, modes: [4]int{7}},
	{service: "Международный экспресс грузы", grams: 30000, modes: [4]int{8}},
	{service: "Забор груза", modes: [4]int{0, 158}}, // for combined pick-ups: see IntakeRequest
	{service: "Фулфилмент выдача", modes: [4]int{0, 0, 0, 358}},
	{service: "Доставка день в день", grams: 25000, modes: [4]int{2360}},
	{service: "Один офис (ИМ)", grams: 30000, modes: [4]int{0, 0, 0, 2536}},
}

var knownTariffs = sync.OnceValue(func() []TariffInfo {
	var out []TariffInfo
	for _, t := range tariffTable {
		add := func(grams int, codes []int, modes ...Mode) {
			for i, code := range codes {
				if code != 0 {
					out = append(out, TariffInfo{Code: code, Service: t.service, Mode: modes[i], MaxGrams: grams, Ordinary: t.ordinary})
				}
			}
		}
		add(t.grams, t.modes[:], DoorDoor, DoorWarehouse, WarehouseDoor, WarehouseWarehouse)
		add(t.locker, t.toLocker[:], DoorLocker, WarehouseLocker)
		add(t.locker, t.fromLocker[:], LockerDoor, LockerWarehouse, LockerLocker)
	}
	slices.SortFunc(out, func(a, b TariffInfo) int { return a.Code - b.Code })
	return out
})

// sibling returns the tariff of the same service in another mode; 0 if there is none.
func (t TariffInfo) sibling(m Mode) int {
	for _, other := range knownTariffs() {
		if other.Service == t.Service && other.Mode == m {
			return other.Code
		}
	}
	return 0
}
