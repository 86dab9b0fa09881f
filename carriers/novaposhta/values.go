package novaposhta

// Side is a party of a waybill: who pays, or what a counterparty is in it. Values that are not listed here are kept as
// they came.
type Side string

// The parties.
const (
	Sender      Side = "Sender"
	Recipient   Side = "Recipient"
	ThirdPerson Side = "ThirdPerson" // pays without cash only
)

// PaymentMethod is how the delivery is paid.
type PaymentMethod string

// The methods.
const (
	Cash    PaymentMethod = "Cash"
	NonCash PaymentMethod = "NonCash" // needs a contract
)

// ServiceType is from where to where a parcel is carried.
type ServiceType string

// The types. "Warehouse" is a branch, "Postomat" a locker, "Doors" an address.
const (
	WarehouseWarehouse ServiceType = "WarehouseWarehouse"
	WarehousePostomat  ServiceType = "WarehousePostomat"
	WarehouseDoors     ServiceType = "WarehouseDoors"
	DoorsWarehouse     ServiceType = "DoorsWarehouse"
	DoorsPostomat      ServiceType = "DoorsPostomat"
	DoorsDoors         ServiceType = "DoorsDoors"
)

// serviceTypes are the types with the vendor's names, in the order of its dictionary.
var serviceTypes = []struct {
	code ServiceType
	name string
}{
	{WarehouseWarehouse, "Відділення – відділення"},
	{WarehousePostomat, "Відділення – поштомат"},
	{WarehouseDoors, "Відділення – адреса"},
	{DoorsWarehouse, "Адреса – відділення"},
	{DoorsPostomat, "Адреса – поштомат"},
	{DoorsDoors, "Адреса – адреса"},
}

// ToDoor reports whether a courier brings the parcel to an address.
func (t ServiceType) ToDoor() bool { return t == WarehouseDoors || t == DoorsDoors }

// ToLocker reports whether the parcel goes to a locker: one seat, with its sizes.
func (t ServiceType) ToLocker() bool { return t == WarehousePostomat || t == DoorsPostomat }

// FromDoor reports whether a courier fetches the parcel at an address.
func (t ServiceType) FromDoor() bool {
	return t == DoorsWarehouse || t == DoorsPostomat || t == DoorsDoors
}

// CargoType is the kind of cargo.
type CargoType string

// The kinds.
const (
	Parcel      CargoType = "Parcel"
	Cargo       CargoType = "Cargo"
	Documents   CargoType = "Documents"
	TiresWheels CargoType = "TiresWheels"
	Pallet      CargoType = "Pallet"
)

// CargoInfo is what a kind of cargo needs, and what it must not have.
type CargoInfo struct {
	Type     CargoType
	Name     string // the vendor's own
	Volume   bool   // it has a volume or sizes; without this even a volume of 0 is refused
	Details  bool   // it needs Draft.CargoDetails: what, and how many
	ToLocker bool
	Weights  []string // the only weights in kilograms; nil: any from 0.1
}

// Cargoes returns the kinds of cargo.
func Cargoes() []CargoInfo {
	return []CargoInfo{
		{Type: Parcel, Name: "Посилка", Volume: true, ToLocker: true},
		{Type: Cargo, Name: "Вантаж", Volume: true},
		{Type: Documents, Name: "Документи", ToLocker: true, Weights: []string{"0.1", "0.5", "1"}},
		{Type: TiresWheels, Name: "Шини-диски", Volume: true, Details: true},
		{Type: Pallet, Name: "Палети", Volume: true, Details: true},
	}
}

// CargoOf describes a kind of cargo. One that is not known has its Type alone, and nothing is checked.
func CargoOf(t CargoType) CargoInfo {
	for _, i := range Cargoes() {
		if i.Type == t {
			return i
		}
	}
	return CargoInfo{Type: t}
}
