package onec

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Settings are what a merchant has set up in one base. Things of the base are named as people see them there, by their
// names; [System.Check] says which of them are not there. The JSON form is read by [ParseSettings].
type Settings struct {
	// Organisation is the merchant's company.
	Organisation string `json:"organisation"`
	// Agreement is the agreement with customers, by whose terms orders are made; "" where the base uses none.
	Agreement string `json:"agreement,omitzero"`
	// Priority of orders and transfer orders; "" for the first that the base has.
	Priority string `json:"priority,omitzero"`
	// Currency is the numeric code of the currency of orders; "" is "643", the rouble.
	Currency string `json:"currency,omitzero"`
	// Tax is the taxation of sales, a value of ТипыНалогообложенияНДС; "" is ПродажаОблагаетсяНДС.
	Tax string `json:"tax,omitzero"`
	// Prefix stands before the order's number in «Номер по данным клиента», which has room for 30 characters in all. An
	// order is found again by it, so that two channels need two prefixes.
	Prefix string `json:"prefix,omitzero"`

	// Warehouses are those of the merchant that orders may know. Others of the base are not shown.
	Warehouses []Place `json:"warehouses"`

	Goods     GoodsSettings      `json:"goods,omitzero"`
	Keys      KeySettings        `json:"keys,omitzero"`
	Customers CustomerSettings   `json:"customers,omitzero"`
	Deliver   map[string]Deliver `json:"deliver,omitzero"` // by order.Delivery.Service; "" is for all others
	Cancel    CancelSettings     `json:"cancel,omitzero"`
	Returns   ReturnSettings     `json:"returns,omitzero"`
	// Payments are shown as card operations; nil: payments are not shown.
	Payments *PaymentSettings `json:"payments,omitzero"`
	Sales    SaleSettings     `json:"sales,omitzero"`
	// Prices are the kinds of prices that are exchanged: the base's name by the type that exchange.Price has.
	Prices map[string]string `json:"prices,omitzero"`
	// Days is how far back, by their dates, orders are looked at for what people changed; 0 is 60.
	Days int `json:"days,omitzero"`
}

// Place is a warehouse of the merchant.
type Place struct {
	// Code is what portions, transfers and documents of an order call it.
	Code string `json:"code"`
	// Name is what the base calls it; "" if that is Code.
	Name string `json:"name,omitzero"`
	City string `json:"city,omitzero"`
	// Latitude and Longitude are in degrees; both zero if they are not known.
	Latitude  float64 `json:"latitude,omitzero"`
	Longitude float64 `json:"longitude,omitzero"`
	// Central is set for the one to which goods come together: rows without a reservation name it.
	Central bool `json:"central,omitzero"`
	// Issues is set if buyers get goods there.
	Issues bool `json:"issues,omitzero"`
	// Comment is what stands in the comment of an order that is issued there, such as the shop's number; "" for none.
	Comment string `json:"comment,omitzero"`
	// Responsible is who is responsible there for shipping: a user of the base; "" for Deliver's.
	Responsible string `json:"responsible,omitzero"`
}

// GoodsSettings says how goods are named.
type GoodsSettings struct {
	// By is the field that the article of a line is in: "article" (Артикул, the default) or "code" (Code).
	By string `json:"by,omitzero"`
	// Separator stands in the article of a line between the goods and the name of the characteristic, such as a size;
	// "" is "#". An article without it is of goods without characteristics.
	Separator string `json:"separator,omitzero"`
	// Services are the articles of services in the base for lines that are none of its goods, by the line's kind, such
	// as "delivery".
	Services map[order.LineKind]string `json:"services,omitzero"`
}

// KeySettings says where a document has its key, by which it is found again after a lost answer, and a row its line.
type KeySettings struct {
	// Property is the additional requisite, by its Ref_Key, in which documents have their keys; "" puts them into
	// «Комментарий», in square brackets.
	Property string `json:"property,omitzero"`
	// Row is the property of an order's row that has the id of the line: ИдентификаторСтроки, the default, or
	// Содержание, which people see, and which some printed forms show in place of the name.
	Row string `json:"row,omitzero"`
}

// CustomerSettings says what a partner that is created gets.
type CustomerSettings struct {
	// Group is the access group of partners; "" for none.
	Group string `json:"group,omitzero"`
	// Unknown is the partner of orders that say nothing by which their buyer could be found; "" creates one for each
	// name.
	Unknown string `json:"unknown,omitzero"`
	// Region is the country of telephone numbers without one, ISO 3166; "" is RU.
	Region string `json:"region,omitzero"`
}

// Deliver says what an order has by its service of delivery.
type Deliver struct {
	// Method is a value of СпособыДоставки; "" is Самовывоз where the order names a warehouse as pick-up point, and else
	// ДоКлиента.
	Method string `json:"method,omitzero"`
	// Carrier is the partner that carries; needed for the methods of carriers.
	Carrier string `json:"carrier,omitzero"`
	// Comment is what stands in the comment of the order, such as "почта" or "курьер".
	Comment string `json:"comment,omitzero"`
	// Responsible is the user of the base who is responsible for shipping; "" for nobody.
	Responsible string `json:"responsible,omitzero"`
}

// CancelSettings says by which reasons rows are cancelled: names of «Причины отмены заказов клиентов».
type CancelSettings struct {
	Reasons map[status.Reason]string `json:"reasons,omitzero"`
	Default string                   `json:"default,omitzero"` // for all others; "" gives none
}

// ReturnSettings says how goods come back.
type ReturnSettings struct {
	// Reasons are the words for reasons; others are written as they are.
	Reasons map[status.Reason]string `json:"reasons,omitzero"`
	// Marked is the code of the warehouse that takes marked goods back, wherever the buyer brought them; "" is the
	// central one.
	Marked string `json:"marked,omitzero"`
	// Compensation is a value of СпособыКомпенсацииВозвратовТоваров; "" is ВернутьДенежныеСредства.
	Compensation string `json:"compensation,omitzero"`
}

// PaymentSettings says how payments are shown.
type PaymentSettings struct {
	// Contract is the contract of acquiring, by its name.
	Contract string `json:"contract"`
}

// SaleSettings says how sales are made.
type SaleSettings struct {
	// Draft leaves the sale for a parcel that the carrier accepted unposted: people at the warehouse post it.
	Draft bool `json:"draft,omitzero"`
}
