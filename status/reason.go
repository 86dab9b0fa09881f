package status

// Reason is why units were cancelled, refused or returned. The list is open: a host or vendor may use other codes,
// which are kept as they are. Tables translate the constants.
type Reason string

// The reasons that the tables of this package know.
const (
	ReasonOutOfStock         Reason = "out-of-stock"
	ReasonWrongPrice         Reason = "wrong-price"
	ReasonWrongProduct       Reason = "wrong-product" // the offer is linked to another product's card
	ReasonWrongDescription   Reason = "wrong-description"
	ReasonDuplicate          Reason = "duplicate"
	ReasonNoTime             Reason = "no-time" // not enough time to ship
	ReasonFraud              Reason = "fraud"
	ReasonNotAcceptable      Reason = "not-acceptable"      // the order cannot be accepted
	ReasonMerchantRefused    Reason = "merchant-refused"    // before confirmation, no further reason given
	ReasonMerchantLate       Reason = "merchant-late"       // the merchant gave up after confirming
	ReasonConfirmTimeout     Reason = "confirm-timeout"     // not confirmed in time
	ReasonPackTimeout        Reason = "pack-timeout"        // not packed in time
	ReasonShipTimeout        Reason = "ship-timeout"        // not handed over in time
	ReasonBuyerCancelled     Reason = "buyer-cancelled"     // before the hand-over
	ReasonBuyerRefused       Reason = "buyer-refused"       // on delivery
	ReasonHandoverImpossible Reason = "handover-impossible" // nobody at home, wrong address ...
	ReasonNoContact          Reason = "no-contact"
	ReasonBoughtElsewhere    Reason = "bought-elsewhere"
	ReasonDeliveryUnsuitable Reason = "delivery-unsuitable"
	ReasonPriceUnsuitable    Reason = "price-unsuitable"
	ReasonDefect             Reason = "defect"
	ReasonDamaged            Reason = "damaged"
	ReasonLost               Reason = "lost"
	ReasonWrongItem          Reason = "wrong-item" // something else was sent
	ReasonWrongSize          Reason = "wrong-size"
	ReasonUnwanted           Reason = "unwanted" // the buyer changed their mind
	ReasonReturned           Reason = "returned" // came back, no further reason given
	ReasonOverpaid           Reason = "overpaid" // more was paid than the order costs
	ReasonOther              Reason = "other"
)

// Reasons returns the reasons that the tables of this package know, in the order of the constants.
func Reasons() []Reason {
	return []Reason{
		ReasonOutOfStock, ReasonWrongPrice, ReasonWrongProduct, ReasonWrongDescription, ReasonDuplicate, ReasonNoTime,
		ReasonFraud, ReasonNotAcceptable, ReasonMerchantRefused, ReasonMerchantLate, ReasonConfirmTimeout,
		ReasonPackTimeout, ReasonShipTimeout, ReasonBuyerCancelled, ReasonBuyerRefused, ReasonHandoverImpossible,
		ReasonNoContact, ReasonBoughtElsewhere, ReasonDeliveryUnsuitable, ReasonPriceUnsuitable, ReasonDefect,
		ReasonDamaged, ReasonLost, ReasonWrongItem, ReasonWrongSize, ReasonUnwanted, ReasonReturned, ReasonOverpaid,
		ReasonOther,
	}
}
