package cdek

import (
	"slices"
	"strings"
	"sync"
)

// TariffInfo is what is known of a tariff. What a contract really has is told by [Client.ContractTariffs].
type TariffInfo struct {
	Code     int
	Service  string // CDEK's own name, without the mode
	Mode     Mode
	MaxGrams int  // of the parcel; 0: no limit is documented
	Ordinary bool // for OrdinaryDelivery only
}

// Name is the service and the mode as CDEK writes them: "Посылка склад-дверь".
func (t TariffInfo) Name() string { return strings.TrimSpace(t.Service + " " + t.Mode.name()) }

// KnownTariffs returns the documented tariffs, by code.
func KnownTariffs() []TariffInfo { return slices.Clone(knownTariffs()) }

// TariffOf returns what is known of a tariff; for one that is not documented all but Code is empty.
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

func (m Mode) name() string { return modeNames[m] }

// tariffTable is the tariffs as CDEK's page prints them: service, most kilograms, codes by mode. Parcels for lockers have
// at most 30 kilograms.
var tariffTable = []struct {
	service    string
	kilograms  int
	modes      [6]int // door-door, door-warehouse, warehouse-door, warehouse-warehouse, door-locker, warehouse-locker
	fromLocker [3]int // locker-door, locker-warehouse, locker-locker
	ordinary   bool
}{
	{service: "Посылка", kilograms: 50, modes: [6]int{139, 138, 137, 136, 366, 368}},
	{service: "Экономичная посылка", kilograms: 50, modes: [6]int{231, 232, 233, 234, 376, 378}}, // 376 only in CDEK's own plugin
	{service: "Экспресс", modes: [6]int{480, 481, 482, 483, 485, 486}, fromLocker: [3]int{605, 606, 607}},
	{service: "E-com Express", kilograms: 500, modes: [6]int{293, 295, 294, 291, 509, 510}},
	{service: "E-com Express", kilograms: 500, modes: [6]int{2483, 0, 0, 2485}},
	{service: "E-com Standard", modes: [6]int{184, 187, 186, 185, 497, 498}},
	{service: "Магистральный экспресс", modes: [6]int{121, 123, 122, 62}},
	{service: "Сборный груз", kilograms: 100000, modes: [6]int{748, 749, 750, 751}},
	{service: "Экономичный экспресс", modes: [6]int{19, 2321, 2322, 2323}}, // tyres
	{service: "СДЭК документы", kilograms: 1, modes: [6]int{533, 534, 535, 536}, ordinary: true},
	{service: "Documents Express", modes: [6]int{2261, 2262, 2263, 2264, 2266, 2267}},
	{service: "Супер-экспресс до 10.00", kilograms: 30, modes: [6]int{676, 677, 678, 679}},
	{service: "Супер-экспресс до 12.00", kilograms: 30, modes: [6]int{686, 687, 688, 689}},
	{service: "Супер-экспресс до 14.00", kilograms: 30, modes: [6]int{696, 697, 698, 699}},
	{service: "Супер-экспресс до 16.00", kilograms: 30, modes: [6]int{706, 707, 708, 709}},
	{service: "Супер-экспресс до 18.00", kilograms: 30, modes: [6]int{716, 717, 718, 719, 0, 722}},
	{service: "Супер-экспресс до 9", kilograms: 30, modes: [6]int{57}},
	{service: "Супер-экспресс до 10", kilograms: 30, modes: [6]int{58}},
	{service: "Супер-экспресс до 12", kilograms: 30, modes: [6]int{59, 777, 778, 779}},
	{service: "Супер-экспресс до 14", kilograms: 30, modes: [6]int{60, 786, 787, 788}},
	{service: "Супер-экспресс до 16", kilograms: 30, modes: [6]int{61, 795, 796, 797}},
	{service: "Супер-экспресс до 18", kilograms: 30, modes: [6]int{3, 804, 805, 806}},
	{service: "Международный экспресс документы", modes: [6]int{7}},
	{service: "Международный экспресс грузы", modes: [6]int{8}},
	{service: "Забор груза", modes: [6]int{0, 158}}, // carries combined pick-ups: see Intake
	{service: "Фулфилмент выдача", modes: [6]int{0, 0, 0, 358}},
	{service: "Доставка день в день", kilograms: 25, modes: [6]int{2360}},
	{service: "Один офис", kilograms: 30, modes: [6]int{0, 0, 0, 2536}},
}

var knownTariffs = sync.OnceValue(func() []TariffInfo {
	var out []TariffInfo
	for _, t := range tariffTable {
		add := func(code int, m Mode) {
			grams := t.kilograms * 1000
			if m.ToLocker() && (grams == 0 || grams > 30000) {
				grams = 30000
			}
			if code != 0 {
				out = append(out, TariffInfo{Code: code, Service: t.service, Mode: m, MaxGrams: grams, Ordinary: t.ordinary})
			}
		}
		for i, m := range []Mode{DoorDoor, DoorWarehouse, WarehouseDoor, WarehouseWarehouse, DoorLocker, WarehouseLocker} {
			add(t.modes[i], m)
		}
		for i, m := range []Mode{LockerDoor, LockerWarehouse, LockerLocker} {
			add(t.fromLocker[i], m)
		}
	}
	slices.SortFunc(out, func(a, b TariffInfo) int { return a.Code - b.Code })
	return out
})

// sibling is the tariff of the same service in another mode; 0 if there is none.
func (t TariffInfo) sibling(m Mode) int {
	for _, other := range knownTariffs() {
		if other.Service == t.Service && other.Mode == m {
			return other.Code
		}
	}
	return 0
}
