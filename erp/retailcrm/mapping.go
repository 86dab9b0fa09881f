package retailcrm

import (
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Mapping is what a merchant sets in the cards of a marketplace module: which of the account's own codes mean what. It
// is plain data: start from [DefaultMapping], or read the merchant's with [ParseMapping]. Statuses that it does not
// name mean nothing, and are left alone.
type Mapping struct {
	// Module is the code of the integration module in the account; "ordo" when empty.
	Module string `json:"module,omitzero"`
	// Prefix stands before the channel's number of an order in the CRM's externalId, where several channels sell in one
	// shop: "mm-" makes "mm-955100777".
	Prefix string `json:"prefix,omitzero"`

	// OrderMethod and OrderType are written to new orders; empty: the account's defaults. Tab "Основные настройки".
	OrderMethod string `json:"orderMethod,omitzero"`
	OrderType   string `json:"orderType,omitzero"`
	// Delivery is the delivery type of new orders. It should be the one that stands for the module (see
	// [System.Install]), or the CRM never calls. Tab "Доставка".
	Delivery string `json:"delivery,omitzero"`
	// Payment is how an order shows what was paid; nil: it does not. Tab "Оплата".
	Payment *PaymentCodes `json:"payment,omitzero"`

	// Confirm are the order statuses that confirm; the first is the one that is written. Tab "Статус подтверждения
	// заказа".
	Confirm []string `json:"confirm"`
	// Reasons are the host's own reasons, which Cancel and Lots may name as well as those of package status.
	Reasons []status.Reason `json:"reasons,omitzero"`
	// Cancel are the order statuses that cancel the whole order, and why. Tab "Сопоставление статусов заказа", as Done,
	// TooLate, Shown and Schemes.
	Cancel map[string]status.Reason `json:"cancel,omitzero"`
	// Done are the order statuses that say that the merchant's courier is back: delivered, but for the lots refused at
	// the door. The first is written.
	Done []string `json:"done,omitzero"`
	// TooLate is the order status by which the merchant answers no to a cancellation that the buyer asks for; empty: no
	// status does. Yes is any of Cancel.
	TooLate string `json:"tooLate,omitzero"`
	// Shown are the statuses that are written as an order goes on.
	Shown Shown `json:"shown,omitzero"`
	// Schemes are further ones for some ways of selling, before those of Shown.
	Schemes map[order.SchemeCode]Shown `json:"schemes,omitzero"`

	// Lots is the tab "Сопоставление статусов и причины отмены лота".
	Lots Lots `json:"lots,omitzero"`
	// Courier is the module's own field "Заказ передан курьеру (Системное поле модуля)".
	Courier CourierFlag `json:"courier,omitzero"`
	// Packing is how the merchant says that the goods are packed. Tab "Упаковки".
	Packing Packing `json:"packing,omitzero"`
	// Deadlines are text fields of orders that show by when something is to be done, such as "confirm", to the minute.
	Deadlines map[order.Kind]string `json:"deadlines,omitzero"`
	// Notes is where people read why something was refused.
	Notes Notes `json:"notes,omitzero"`
}

// Shown holds the order status to write for each state of an order, by the code of the state: "new", "packed",
// "handed-to-carrier", "delivered" and so on, see [status.OrderState]. A cancelled order may be shown by who
// cancelled it: [CancelledByBuyer], [CancelledByMerchant], [CancelledByTimeout] go before "cancelled". A state that is
// not named is not written; but "confirmed", "partly-confirmed" and "delivered" fall back to Confirm and Done.
type Shown map[string]string

// The ways in which Shown tells cancelled orders apart.
const (
	CancelledByBuyer    = "cancelled-by-buyer"
	CancelledByMerchant = "cancelled-by-merchant"
	CancelledByTimeout  = "cancelled-by-timeout" // confirmed, packed or shipped too late
)

// Lots holds what the statuses of lines mean, which the CRM calls product statuses.
type Lots struct {
	// Refuse are the statuses that refuse a lot before it goes out, and why.
	Refuse map[string]status.Reason `json:"refuse,omitzero"`
	// Close are the statuses of lots that the buyer did not take at the door, and why. A status that only one of the
	// two names means that reason at both moments.
	Close map[string]status.Reason `json:"close,omitzero"`
	// ByBuyer, ByMerchant and ByTimeout are written to a lot that the channel cancelled; ByMerchant only if Refuse has
	// no status with the very reason, and also where the others are empty.
	ByBuyer    string `json:"byBuyer,omitzero"`
	ByMerchant string `json:"byMerchant,omitzero"`
	ByTimeout  string `json:"byTimeout,omitzero"`
	// Returned is written to a lot that came back from the buyer; empty: as to one that was cancelled.
	Returned string `json:"returned,omitzero"`
}

// CourierFlag is the field of an order by which the merchant says that the courier took it.
type CourierFlag struct {
	Field string `json:"field,omitzero"` // code of a boolean field of orders; empty: there is none
	Fires string `json:"fires,omitzero"` // "set" (when empty) or "unset"
}

// Packing is how the merchant says that the goods are packed.
type Packing struct {
	// Source is where boxes are read: "packages" of the delivery (when empty), or the order's "packs".
	Source string `json:"source,omitzero"`
	// Fires is when they count: "unlocked" (when empty), as soon as "Не синхронизировать со службой доставки" is not
	// ticked; or "locked", as soon as it is.
	Fires string `json:"fires,omitzero"`
}

// PaymentCodes are the codes of payments. A state without a status is not shown.
type PaymentCodes struct {
	Type string `json:"type"` // a payment type that no payment module serves
	Paid string `json:"paid"` // the payment status of money that came in
	// Types are the payment types of payments by their method, as the host names it, such as "cash", or else by their
	// form, such as "gift-card"; Type is that of the others.
	Types map[string]string `json:"types,omitzero"`
	// Held is the payment status of money that is held and not taken yet, Failed and Cancelled of money that did not come.
	// Refunded is that of money that was paid back: a part of a payment is then shown as a payment of its own. Without it
	// the payment just gets less. The CRM must count none of these statuses as paid.
	Held      string `json:"held,omitzero"`
	Refunded  string `json:"refunded,omitzero"`
	Failed    string `json:"failed,omitzero"`
	Cancelled string `json:"cancelled,omitzero"`
	// Own are the payment types of money that people here take themselves, such as cash: what they set to Paid is a
	// payment, whoever's word counts for others.
	Own []string `json:"own,omitzero"`
}

// Notes sets where notes to people are written.
type Notes struct {
	// Where is "managerComment" (when empty), "statusComment", or "custom:" and the code of a text field of orders.
	Where string `json:"where,omitzero"`
}

// The values of settings that are a choice.
const (
	firesSet, firesUnset            = "set", "unset"
	firesUnlocked, firesLocked      = "unlocked", "locked"
	fromPackages, fromPacks         = "packages", "packs"
	toManagerComment                = "managerComment"
	toStatusComment                 = "statusComment"
	toCustom                        = "custom:"
	defaultModule, defaultCourierIs = "ordo", "ordo_handed_to_courier"
)

// DefaultMapping fits a fresh account after [System.Install]. Its statuses of cancellation all give the one reason that
// marketplaces take in every scheme, out of stock: name finer ones where yours takes them.
func DefaultMapping() Mapping {
	none := func(codes ...string) map[string]status.Reason {
		m := make(map[string]status.Reason, len(codes))
		for _, c := range codes {
			m[c] = status.ReasonOutOfStock
		}
		return m
	}
	return Mapping{
		Module: defaultModule, Delivery: defaultModule,
		Payment: &PaymentCodes{Type: "bank-card", Paid: "paid", Held: "not-paid", Failed: "fail"},
		Confirm: []string{"availability-confirmed", "client-confirmed"},
		Cancel:  none("no-product", "no-call", "already-buyed", "delyvery-did-not-suit", "prices-did-not-suit", "cancel-other"),
		Done:    []string{"complete"},
		Shown: Shown{
			"new": "new", "awaiting-confirmation": "new", "packed": "assembling-complete",
			"handed-to-carrier": "delivering", "out-with-courier": "delivering", "arrived": "delivering",
			"cancelled": "cancel-other", CancelledByBuyer: "cancel-other", CancelledByMerchant: "no-product", CancelledByTimeout: "no-product",
			"refused": "cancel-other",
		},
		Lots: Lots{
			Refuse: none("out-of-stock", "failure", "product-is-damaged", "assembly-not-delivery", "lost"),
			Close: map[string]status.Reason{
				"failure": status.ReasonBuyerRefused, "out-of-stock": status.ReasonHandoverImpossible, "returned": status.ReasonHandoverImpossible,
				"product-is-damaged": status.ReasonHandoverImpossible, "assembly-not-delivery": status.ReasonHandoverImpossible, "lost": status.ReasonHandoverImpossible,
			},
			ByBuyer: "failure", ByMerchant: "out-of-stock", ByTimeout: "out-of-stock", Returned: "returned",
		},
		Courier: CourierFlag{Field: defaultCourierIs},
	}
}

// module is the code of the integration module.
func (m *Mapping) module() string {
	if m.Module == "" {
		return defaultModule
	}
	return m.Module
}

// shown is the status that is written for a state, by the codes that would do, the best first.
func (m *Mapping) shown(scheme order.SchemeCode, states ...string) string {
	for _, s := range states {
		for _, set := range []Shown{m.Schemes[scheme], m.Shown} {
			if code := set[s]; code != "" {
				return code
			}
		}
	}
	return ""
}

// lotReason is why a status of a line takes the lot out, at the door or before; empty: it does not.
func (m *Mapping) lotReason(code string, door bool) status.Reason {
	first, second := m.Lots.Refuse, m.Lots.Close
	if door {
		first, second = second, first
	}
	if r := first[code]; r != "" {
		return r
	}
	return second[code]
}

// lotCancelled reports whether a status of a line is one of those that take a lot out.
func (m *Mapping) lotCancelled(code string) bool {
	l := m.Lots
	return code != "" && (l.Refuse[code] != "" || l.Close[code] != "" || code == l.ByBuyer || code == l.ByMerchant || code == l.ByTimeout || code == l.Returned)
}

// leftStatus is the status that is written to a lot of which nothing is left: the last units came back, or were
// cancelled.
func (m *Mapping) leftStatus(l order.LineView) string {
	for _, p := range slices.Backward(l.Portions) {
		switch p.State { //nolint:exhaustive // the other states say nothing of how the units left
		case status.ItemCancelled:
			return m.lotStatus(endingOfLine(l))
		case status.ItemReturning, status.ItemReturned:
			if m.Lots.Returned != "" {
				return m.Lots.Returned
			}
		}
	}
	return m.lotStatus(endingOfLine(l))
}

// lotStatus is the status that is written to a lot which was cancelled.
func (m *Mapping) lotStatus(e ending) string {
	l := m.Lots
	switch {
	case e.late() && l.ByTimeout != "":
		return l.ByTimeout
	case e.party == status.PartyBuyer && l.ByBuyer != "":
		return l.ByBuyer
	}
	if l.Refuse[l.ByMerchant] == e.reason {
		return l.ByMerchant
	}
	for _, code := range slices.Sorted(maps.Keys(l.Refuse)) {
		if l.Refuse[code] == e.reason {
			return code
		}
	}
	return l.ByMerchant
}
