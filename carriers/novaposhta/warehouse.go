package novaposhta

import (
	"context"
	"iter"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
)

const methodWarehouses = "getWarehouses"

// The types of branches, as of 2022; see the dictionary [WarehouseTypes].
const (
	PostalBranch = "841339c7-591a-42e2-8233-7a0a00f0ed6f"
	CargoBranch  = "9a68df70-0267-42a8-bb5c-37f427e36ee4"
	ParcelShop   = "6f8c7162-4b72-4b0a-88e5-906948c6a92f"
	Locker       = "f9316480-5f2d-425d-bc2c-ac7cd29decf0"
	BankLocker   = "95dc212d-479c-4ffb-a8ab-8c1b9073d0bc" // closed
)

// Warehouse is a branch or a locker. Its Ref is the address of a sender or recipient in a waybill.
type Warehouse struct {
	Ref             string `json:"Ref"`
	Number          string `json:"Number"`
	Description     string `json:"Description"`
	ShortAddress    string `json:"ShortAddress,omitzero"`
	Phone           string `json:"Phone,omitzero"`
	Type            string `json:"TypeOfWarehouse,omitzero"`     // Ref: PostalBranch …
	Category        string `json:"CategoryOfWarehouse,omitzero"` // "Branch", "Postomat" …
	Status          string `json:"WarehouseStatus,omitzero"`     // "Working" …
	CityRef         string `json:"CityRef,omitzero"`
	CityDescription string `json:"CityDescription,omitzero"`
	SettlementRef   string `json:"SettlementRef,omitzero"`
	AreaName        string `json:"SettlementAreaDescription,omitzero"`
	RegionName      string `json:"SettlementRegionsDescription,omitzero"`

	MaxWeight      wire.Decimal `json:"TotalMaxWeightAllowed,omitzero"` // kilograms of a parcel; 0: none is set
	MaxPlaceWeight wire.Decimal `json:"PlaceMaxWeightAllowed,omitzero"` // kilograms of a seat; 0: none is set
	MaxCost        wire.Sum     `json:"MaxDeclaredCost,omitzero"`       // 0: none is set
	Receives       Dimensions   `json:"ReceivingLimitationsOnDimensions,omitzero"`
	Sends          Dimensions   `json:"SendingLimitationsOnDimensions,omitzero"`
	Schedule       Week         `json:"Schedule,omitzero"`

	PostFinance      bool         `json:"PostFinance,omitzero"` // it has a till
	POSTerminal      bool         `json:"POSTerminal,omitzero"` // it takes cards
	PaymentAccess    bool         `json:"PaymentAccess,omitzero"`
	MoneyTransfer    bool         `json:"CanGetMoneyTransfer,omitzero"`
	HandsOutOnly     bool         `json:"OnlyReceivingParcel,omitzero"`
	DenyToSelect     bool         `json:"DenyToSelect,omitzero"`
	Longitude        wire.Decimal `json:"Longitude,omitzero"`
	Latitude         wire.Decimal `json:"Latitude,omitzero"`
	Index            string       `json:"WarehouseIndex,omitzero"` // its digital address
	GeneratorEnabled bool         `json:"GeneratorEnabled,omitzero"`
	Extra            wire.Extra   `json:"-"`
	// Problem is why the row could not be read: an *ordo.Error of class Invalid. It does not end the list.
	Problem error `json:"-"`
}

// IsLocker reports whether it is a locker.
func (w *Warehouse) IsLocker() bool {
	return strings.EqualFold(w.Category, "Postomat") || w.Type == Locker || w.Type == BankLocker
}

// TakesMoney reports whether a recipient can pay there. In recorded answers most branches have a till or a terminal and
// no "PaymentAccess", and lockers have that alone.
func (w *Warehouse) TakesMoney() bool { return w.PostFinance || w.POSTerminal }

// Works reports whether it can be chosen now.
func (w *Warehouse) Works() bool { return !w.DenyToSelect && (w.Status == "" || w.Status == "Working") }

// Dimensions are the greatest sizes in centimetres; 0: none is set.
type Dimensions struct {
	Width  int        `json:"Width"`
	Height int        `json:"Height"`
	Length int        `json:"Length"`
	Extra  wire.Extra `json:"-"`
}

// Week is the hours of each day, such as "08:00-21:00"; "-" is closed.
type Week struct {
	Monday    string     `json:"Monday,omitzero"`
	Tuesday   string     `json:"Tuesday,omitzero"`
	Wednesday string     `json:"Wednesday,omitzero"`
	Thursday  string     `json:"Thursday,omitzero"`
	Friday    string     `json:"Friday,omitzero"`
	Saturday  string     `json:"Saturday,omitzero"`
	Sunday    string     `json:"Sunday,omitzero"`
	Extra     wire.Extra `json:"-"`
}

// String returns the hours for people, neighbouring days with the same hours together: "пн–пт 08:00-21:00, сб–нд
// 09:00-18:00".
func (w Week) String() string {
	names := []string{"пн", "вт", "ср", "чт", "пт", "сб", "нд"}
	hours := []string{w.Monday, w.Tuesday, w.Wednesday, w.Thursday, w.Friday, w.Saturday, w.Sunday}
	var parts []string
	for from := 0; from < len(hours); {
		to := from
		for to+1 < len(hours) && hours[to+1] == hours[from] {
			to++
		}
		days := names[from]
		if to > from {
			days += "–" + names[to]
		}
		if hours[from] != "" && hours[from] != "-" {
			parts = append(parts, days+" "+hours[from])
		}
		from = to + 1
	}
	return strings.Join(parts, ", ")
}

// WarehouseFilter filters branches. The zero filter is all of them, some tens of thousands.
type WarehouseFilter struct {
	Ref        string
	City       string // Ref
	Settlement string // Ref
	Type       string // Ref: PostalBranch …
	Number     string // of the branch in its city
	Find       string // a part of the address
}

// ListWarehouses lists the branches and lockers that match a filter, page by page. An error comes once, last; a row
// that cannot be read has a Problem. The vendor asks to read the list once a day.
func (c *Client) ListWarehouses(ctx context.Context, f WarehouseFilter) iter.Seq2[Warehouse, error] {
	p := properties{}
	p.set("Ref", f.Ref)
	p.set("CityRef", f.City)
	p.set("SettlementRef", f.Settlement)
	p.set("TypeOfWarehouseRef", f.Type)
	p.set("WarehouseId", f.Number)
	p.set("FindByString", f.Find)
	return list(ctx, c, modelAddress, methodWarehouses, p, c.pageSize, true, func(w *Warehouse) *error { return &w.Problem })
}

// GetWarehouse returns a branch or locker by its Ref. If there is none, the error is of class NotFound.
func (c *Client) GetWarehouse(ctx context.Context, ref string) (*Warehouse, error) {
	all := c.ListWarehouses(ctx, WarehouseFilter{Ref: ref})
	return byRef(c, modelAddress+"."+methodWarehouses, "branch", ref, all, func(w *Warehouse) (string, error) { return w.Ref, w.Problem })
}

// byRef returns the row of a list that has a Ref.
func byRef[T any](c *Client, op, what, ref string, all iter.Seq2[T, error], of func(*T) (string, error)) (*T, error) {
	if ref == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "not sent: the Ref is empty", nil)
	}
	for row, err := range all {
		got, problem := of(&row)
		switch {
		case err != nil:
			return nil, err
		case strings.EqualFold(got, ref):
			return &row, problem
		case problem != nil:
			return nil, problem
		}
	}
	return nil, c.rest.Fail(op, ordo.NotFound, "there is no "+what+" "+quoted(ref), nil)
}
