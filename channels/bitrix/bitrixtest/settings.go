package bitrixtest

import (
	"time"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

// What every shop has.
const (
	Address     = "https://shop.example" // to use with Transport
	WebhookUser = 1                      // an administrator
	WebhookCode = "sh0ph00k5e1fd2c7"
	Site        = "s1"
	Currency    = "RUB"
	PersonType  = 1
)

// The services, pay systems and stores of a shop.
const (
	PickupByCDEK  = 14
	CourierByCDEK = 15
	PickupInShop  = 16
	RussianPost   = 17

	Cards        = 6
	CashByHand   = 7
	InnerAccount = 1

	CentralStore = 1
	Shop1        = 2
	Shop2        = 3
)

// Settings are what differs between shops. The zero value is a shop as it is installed, with the goods of the demo.
type Settings struct {
	Now  func() time.Time // nil means the machine's time
	Zone *time.Location   // of the server; nil means Europe/Moscow (UTC+3)
	// Receiver is where events go. Whether the licence of a shop has them is not known: they come only if bound.
	Receiver fake.Receiver
	Exchange exchange1ctest.Settings // of /bitrix/admin/1c_exchange.php
	NoGoods  bool                    // without the goods of the demo
	// ShowCoupons writes the codes that a buyer used into the property ORDO_COUPON: REST tells of none itself.
	ShowCoupons bool
	// KeepPrices leaves the prices of lines alone when a call changes the basket. The server's source runs the rules of
	// the cart again; whether every edition does is not known.
	KeepPrices bool
	// StatusWhenPaid and StatusWhenShipped are set by the shop itself when an order is paid, a shipment shipped; empty
	// means that nothing is.
	StatusWhenPaid, StatusWhenShipped string
	// StockOf1C switches stock control on, with 1C in charge of it: catalog.storeproduct.bulkSave works.
	StockOf1C bool
	// PriceOf1C is the name or the Ид of the price type of 1C that is the price BASE here; empty means the first that
	// comes.
	PriceOf1C string
	// NumberCodes writes the codes of errors that are numbers as such, as the samples of the documentation have them;
	// the server's source writes texts.
	NumberCodes bool
}
