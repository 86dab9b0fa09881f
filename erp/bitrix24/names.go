package bitrix24

import "strconv"

// Kinds of CRM objects, entityTypeId. A smart process has the one that the portal gave it.
const (
	TypeDeal    = 2
	TypeContact = 3
	TypeCompany = 4
)

// The codes of the stages of a deal, without the prefix of its funnel (C5:NEW). The stage says where the work on an
// order stands; its status is a field of its own, FieldStatus.
const (
	StageNew        = "NEW"
	StagePaid       = "PAID"
	StageAssembling = "ASSEMBLING"
	StageDelivering = "DELIVERING"
	StageWon        = "WON"
	StageLost       = "LOSE"
)

// The codes of the stages of an item of «Позиция заказа», without the prefix of its process (DT1038_37:NEW): the states
// of the goods.
const (
	PositionNew        = "NEW"
	PositionRequested  = "REQUESTED"
	PositionAssembling = "ASSEMBLING"
	PositionCentral    = "CENTRAL"
	PositionRemarking  = "REMARKING"
	PositionSent       = "SENT"
	PositionReturning  = "RETURNING"
	PositionIssued     = "SUCCESS"
	PositionReturned   = "RETURNED"
	PositionLost       = "LOST"
	PositionCancelled  = "FAIL"
)

// The codes of the stages of an item of «Отгрузка». People move one to ShipmentRequest to have the carrier asked, and
// to ShipmentIssued when the buyer has it.
const (
	ShipmentNew       = "NEW"
	ShipmentRequest   = "REQUEST"
	ShipmentSent      = "SENT"
	ShipmentArrived   = "ARRIVED"
	ShipmentBack      = "BACK"
	ShipmentIssued    = "SUCCESS"
	ShipmentCameBack  = "CAMEBACK"
	ShipmentLost      = "LOST"
	ShipmentCancelled = "FAIL"
)

// The codes of the stages of an item of «Возврат». People move one to ReturnRefund to have the money paid back.
const (
	ReturnNew       = "NEW"
	ReturnRefund    = "REFUND"
	ReturnReturned  = "SUCCESS"
	ReturnCancelled = "FAIL"
)

// The user fields of a deal. People write in FieldPromo; the others show the order.
const (
	FieldStatus       = "UF_CRM_ORDO_STATUS" // the status of the order, in words
	FieldPromo        = "UF_CRM_ORDO_PROMO"  // a promo code
	FieldLogin        = "UF_CRM_ORDO_LOGIN"
	FieldBonus        = "UF_CRM_ORDO_BONUS" // money
	FieldLoyalty      = "UF_CRM_ORDO_LOYALTY"
	FieldService      = "UF_CRM_ORDO_SERVICE" // of delivery
	FieldTerm         = "UF_CRM_ORDO_TERM"    // of delivery, in words
	FieldFrom         = "UF_CRM_ORDO_FROM"    // datetime: the delivery window
	FieldTo           = "UF_CRM_ORDO_TO"      // datetime
	FieldRecipient    = "UF_CRM_ORDO_RECIPIENT"
	FieldAddress      = "UF_CRM_ORDO_ADDRESS"
	FieldRemark       = "UF_CRM_ORDO_REMARK"        // of the buyer, for the courier
	FieldDeliveryCost = "UF_CRM_ORDO_DELIVERY_COST" // money
	FieldSumBefore    = "UF_CRM_ORDO_SUM_BEFORE"    // money: before discounts, without delivery
	FieldTotal        = "UF_CRM_ORDO_TOTAL"         // money: with discounts and delivery
	FieldPaid         = "UF_CRM_ORDO_PAID"          // money: received and not paid back
	FieldReceipts     = "UF_CRM_ORDO_RECEIPTS"      // multiple: what it is, and its link
	FieldFiles        = "UF_CRM_ORDO_FILES"         // multiple: name and link
	FieldStock        = "UF_CRM_ORDO_STOCK"         // text: what the warehouses have, and when they said so
	FieldSource       = "UF_CRM_ORDO_SOURCE"        // the channel's account

	// What ordo keeps for itself; people leave these alone.
	FieldRows    = "UF_CRM_ORDO_ROWS"    // JSON object: id of the product row by id of the line
	FieldShown   = "UF_CRM_ORDO_SHOWN"   // number of the last event that stands in the timeline
	FieldVersion = "UF_CRM_ORDO_VERSION" // what was written last of what people may change
)

// The user fields of a contact.
const (
	ContactLogin   = "UF_CRM_ORDO_LOGIN"
	ContactBonus   = "UF_CRM_ORDO_BONUS" // a number: points
	ContactLoyalty = "UF_CRM_ORDO_LOYALTY"
	ContactCard    = "UF_CRM_ORDO_CARD"     // number of the discount card
	ContactCardKey = "UF_CRM_ORDO_CARD_KEY" // of the card's record in the exchange
	ContactVersion = "UF_CRM_ORDO_VERSION"  // digest of the name, numbers and addresses that ordo wrote last
	ContactParty   = "UF_CRM_ORDO_PARTY"    // key of the party's record in the exchange; of a company, too
	ContactKey     = "UF_CRM_ORDO_KEY"      // of the try that created the contact
)

// The user fields of an item of «Позиция заказа», as [ItemField] names them. People write in PositionMark and
// PositionPhoto.
const (
	PositionLine      = "LINE" // id of the line
	PositionArticle   = "ARTICLE"
	PositionQuantity  = "QUANTITY"
	PositionWarehouse = "WAREHOUSE" // where the units are reserved or were taken from
	PositionReserved  = "RESERVED"  // how many of them are reserved there
	PositionStock     = "STOCK"     // text: by warehouse, and when they said so
	PositionMark      = "MARK"      // multiple: marking codes as text
	PositionPhoto     = "PHOTO"     // multiple: files, photos of codes
)

// The user fields of an item of «Отгрузка», as [ItemField] names them. People write in ShipmentForm, and in
// ShipmentHow, ShipmentTo and ShipmentCarrier of one that they create.
const (
	ShipmentNumber        = "NUMBER"
	ShipmentHow           = "HOW" // the service of delivery
	ShipmentTo            = "TO"  // issuing point or address
	ShipmentCarrier       = "CARRIER"
	ShipmentWaybill       = "WAYBILL" // the tracking number
	ShipmentCarrierStatus = "CARRIER_STATUS"
	ShipmentForm          = "FORM" // text: «поле: значение» a line
	ShipmentProblem       = "PROBLEM"
)

// The user fields of an item of «Возврат», as [ItemField] names them. People write in ReturnReason and ReturnStatement.
const (
	ReturnNumber    = "NUMBER"
	ReturnReason    = "REASON"    // enumeration; the xmlId of a value is a status.Reason
	ReturnStatement = "STATEMENT" // file
	ReturnSum       = "SUM"       // money
	ReturnReceipt   = "RECEIPT"   // text: what it is, and its link
	ReturnCustody   = "CUSTODY"   // where the goods are, in words
	ReturnProblem   = "PROBLEM"
)

// ItemVersion is what ordo wrote last in an item of any process, as FieldVersion of a deal.
const ItemVersion = "VERSION"

// ItemField returns the name of a user field of a smart process, such as UF_CRM_7_LINE. typeID is the id of the type,
// which is not its entityTypeId.
func ItemField(typeID int, name string) string { return "UF_CRM_" + strconv.Itoa(typeID) + "_" + name }
