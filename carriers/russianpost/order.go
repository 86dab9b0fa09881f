package russianpost

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo/wire"
)

// Draft is an order (a parcel) as it is sent to Otpravka. Weights are grams, sizes centimetres, sums kopecks. The
// account's price lists say which kinds and categories it may use: see [Client.ListShippingPoints].
type Draft struct {
	// Number is the shop's number. It is no key for the Post, which makes a second parcel of the same number;
	// [Client.CreateOrder] searches for it.
	Number       string       `json:"order-num"`
	MailType     MailType     `json:"mail-type"`
	MailCategory MailCategory `json:"mail-category"`
	MailDirect   int          `json:"mail-direct"`             // country by its number: 643 is Russia
	Office       string       `json:"postoffice-code"`         // index of the office where it is posted, one of the account's
	Mass         int          `json:"mass"`                    // with the package
	Dimension    *Dimension   `json:"dimension,omitzero"`      // not of online and first-class parcels
	SizeClass    string       `json:"dimension-type,omitzero"` // of ECOM: S, M, L, XL, OVERSIZED
	Fragile      bool         `json:"fragile"`
	Transport    string       `json:"transport-type,omitzero"` // SURFACE, AVIA, COMBINED, EXPRESS, STANDARD

	Recipient  string `json:"recipient-name"` // in one line
	Surname    string `json:"surname"`
	GivenName  string `json:"given-name"`
	MiddleName string `json:"middle-name,omitzero"`
	Phone      Digits `json:"tel-address,omitzero"`

	AddressType    AddressType `json:"address-type-to"`
	Index          Digits      `json:"index-to,omitzero"`     // in Russia
	ForeignIndex   string      `json:"str-index-to,omitzero"` // abroad
	Region         string      `json:"region-to"`
	Area           string      `json:"area-to,omitzero"`
	Place          string      `json:"place-to"`
	District       string      `json:"location-to,omitzero"` // of the place
	Street         string      `json:"street-to"`
	House          string      `json:"house-to"`
	Letter         string      `json:"letter-to,omitzero"`
	Slash          string      `json:"slash-to,omitzero"`
	Corpus         string      `json:"corpus-to,omitzero"`
	Building       string      `json:"building-to,omitzero"`
	Estate         string      `json:"vladenie-to,omitzero"`
	Hotel          string      `json:"hotel-to,omitzero"`
	Room           string      `json:"room-to,omitzero"`
	OfficeTo       string      `json:"office-to,omitzero"`
	BoxNumber      string      `json:"num-address-type-to,omitzero"` // of a PO box or a military unit
	RawAddress     string      `json:"raw-address,omitzero"`
	ManualAddress  bool        `json:"manual-address-input,omitzero"`
	AddressFrom    *Address    `json:"address-from,omitzero"`
	SenderName     string      `json:"sender-name,omitzero"`
	SenderPhone    Digits      `json:"tel-address-from,omitzero"`
	SenderComment  string      `json:"sender-comment,omitzero"`
	Comment        string      `json:"comment,omitzero"`
	Branch         string      `json:"branch-name,omitzero"`
	InnerNumber    string      `json:"inner-num,omitzero"`
	SellerID       string      `json:"seller-id,omitzero"`
	GroupName      string      `json:"group-name,omitzero"` // of a consignment of several parcels
	AddToGroup     bool        `json:"add-to-mmo,omitzero"`
	StorageDays    int         `json:"shelf-life-days,omitzero"` // 15 to 60
	TimeSlot       int64       `json:"time-slot-id,omitzero"`
	EnvelopeType   string      `json:"envelope-type,omitzero"`
	PaymentMethod  string      `json:"payment-method,omitzero"` // of the delivery: CASHLESS, STAMP, FRANKING, …
	NoticePayment  string      `json:"notice-payment-method,omitzero"`
	SMSToRecipient int         `json:"sms-notice-recipient,omitzero"` // 0 or 1

	DeclaredValue     Kopecks `json:"insr-value,omitzero"`
	COD               Kopecks `json:"payment,omitzero"`            // not above DeclaredValue
	CompulsoryPayment Kopecks `json:"compulsory-payment,omitzero"` // of the categories of that name
	Prepaid           Kopecks `json:"prepaid-amount,omitzero"`
	PaidOnReceipt     bool    `json:"delivery-with-cod,omitzero"`

	SimpleNotice     bool `json:"with-simple-notice,omitzero"`
	OrderedNotice    bool `json:"with-order-of-notice,omitzero"`
	ElectronicNotice bool `json:"with-electronic-notice,omitzero"`
	Completeness     bool `json:"completeness-checking,omitzero"` // what is in it is checked at the hand-over
	Inventory        bool `json:"inventory,omitzero"`
	ReturnDocuments  bool `json:"vsd,omitzero"`
	Courier          bool `json:"courier,omitzero"`
	ToDoor           bool `json:"delivery-to-door,omitzero"`
	NoReturn         bool `json:"no-return,omitzero"`
	EasyReturn       bool `json:"easy-return,omitzero"`
	WithPackaging    bool `json:"with-packaging,omitzero"`
	PrePostal        bool `json:"pre-postal-preparation,omitzero"`
	WithoutRank      bool `json:"wo-mail-rank,omitzero"`
	LegalNotice      bool `json:"with-uzeuv-notice,omitzero"` // electronic, with legal force
	Pharma           bool `json:"farma,omitzero"`
	Tender           bool `json:"tender,omitzero"`         // of ECOMMarketplace, by a tender contract
	WithGoods        bool `json:"with-goods,omitzero"`     // of EMS abroad
	WithDocuments    bool `json:"with-documents,omitzero"` // of EMS abroad
	// TransportMode is of EMS by tender: STANDARD, EXPRESS.
	TransportMode string `json:"transport-mode,omitzero"`
	Tariffs       int    `json:"tariff-count,omitzero"` // shown: 1 the full one, 2 that with the discount, too
	Discount      bool   `json:"with-discount,omitzero"`

	ECOM    *ECOMData        `json:"ecom-data,omitzero"` // of MailType ECOM
	Goods   *Goods           `json:"goods,omitzero"`     // of ECOM, and where the Post issues the receipt
	Fiscal  *FiscalData      `json:"fiscal-data,omitzero"`
	Customs *json.RawMessage `json:"customs-declaration,omitempty"` // abroad; as the vendor describes it
	// PaymentDetails is the bank account for the cash on delivery, as the vendor describes it.
	PaymentDetails *json.RawMessage `json:"payment-details,omitempty"`

	// Extra are further fields of the vendor, such as "tariff-full-rate". They are sent.
	Extra wire.Extra `json:"-"`
}

// fieldPoint is where an ECOM order names its pick-up point.
const fieldPoint = "ecom-data.delivery-point-index"

// lacks says what a draft must have to be sent at all; the vendor checks the rest.
func (d *Draft) lacks() string {
	switch {
	case d.Number == "":
		return "order-num is empty: without it a lost answer would make a second parcel"
	case (d.MailType == ECOM || d.MailType == ECOMMarketplace) && (d.ECOM == nil || d.ECOM.Point == ""):
		return fieldPoint + " is empty: a parcel of kind " + string(d.MailType) + " goes to a pick-up point"
	}
	return ""
}

// Dimension is a size in centimetres.
type Dimension struct {
	Length int        `json:"length"`
	Width  int        `json:"width"`
	Height int        `json:"height"`
	Extra  wire.Extra `json:"-"`
}

// Address is an address of a sender, or that of a return.
type Address struct {
	Type      AddressType `json:"address-type"`
	Index     string      `json:"index,omitzero"`
	Region    string      `json:"region,omitzero"`
	Area      string      `json:"area,omitzero"`
	Place     string      `json:"place,omitzero"`
	District  string      `json:"location,omitzero"`
	Street    string      `json:"street,omitzero"`
	House     string      `json:"house,omitzero"`
	Letter    string      `json:"letter,omitzero"`
	Slash     string      `json:"slash,omitzero"`
	Corpus    string      `json:"corpus,omitzero"`
	Building  string      `json:"building,omitzero"`
	Estate    string      `json:"vladenie,omitzero"`
	Hotel     string      `json:"hotel,omitzero"`
	Room      string      `json:"room,omitzero"`
	Office    string      `json:"office,omitzero"`
	BoxNumber string      `json:"num-address-type,omitzero"`
	Manual    bool        `json:"manual-address-input,omitzero"`
	Extra     wire.Extra  `json:"-"`
}

// ECOMData is what a parcel to a pick-up point needs.
type ECOMData struct {
	Point string `json:"delivery-point-index"`
	// IdentityMethods: WITHOUT_IDENTIFICATION, PIN, IDENTITY_DOCUMENT, ORDER_NUM_AND_FIO.
	IdentityMethods []string `json:"identity-methods,omitempty"`
	// Services: WITHOUT_SERVICE, WITHOUT_OPENING, CONTENTS_CHECKING, WITH_FITTING, PARTIAL_REDEMPTION,
	// FUNCTIONALITY_CHECKING.
	Services []string   `json:"services,omitempty"`
	Extra    wire.Extra `json:"-"`
}

// Goods are what is in a parcel.
type Goods struct {
	Items []Item     `json:"items"`
	Extra wire.Extra `json:"-"`
}

// Item is a line of goods.
type Item struct {
	ID          int64        `json:"id,omitzero"`
	Description string       `json:"description"`
	Quantity    wire.Decimal `json:"quantity"`
	Value       Kopecks      `json:"value,omitzero"` // of a piece, VAT included
	// VATRate: -1 none, 0, 10, 110, 20, 120; those of the rates 5, 7 and 22 % are not known. nil is not told.
	VATRate *int `json:"vat-rate,omitempty"`
	Kind    int  `json:"lineattr,omitzero"` // 1 goods, 2 excise goods, 4 service
	Payment int  `json:"payattr,omitzero"`  // 1 prepaid, 2 partly prepaid, 3 advance, 4 paid in full, 5 to 7 credit
	// Code is a marking code. How its separators are written is not documented.
	Code          string     `json:"code,omitzero"`
	Article       string     `json:"item-number,omitzero"`
	GoodID        string     `json:"good-id,omitzero"`
	GoodsType     string     `json:"goods-type,omitzero"` // GOODS, SERVICE
	DeclaredValue Kopecks    `json:"insr-value,omitzero"`
	Excise        Kopecks    `json:"excise,omitzero"`
	Country       string     `json:"country-code,omitzero"`
	CustomsNumber string     `json:"customs-declaration-number,omitzero"`
	Weight        int        `json:"weight,omitzero"`
	SupplierINN   string     `json:"supplier-inn,omitzero"`
	SupplierName  string     `json:"supplier-name,omitzero"`
	SupplierPhone string     `json:"supplier-phone,omitzero"`
	ServiceType   int        `json:"service-type,omitzero"` // 1 no opening, 2 inspection, 3 fitting
	Returned      bool       `json:"returned,omitzero"`     // read only: the piece was not bought
	Extra         wire.Extra `json:"-"`
}

// FiscalData are those of the receipt that the Post issues.
type FiscalData struct {
	Email   string     `json:"customer-email,omitzero"`
	Phone   Digits     `json:"customer-phone,omitzero"`
	Name    string     `json:"customer-name,omitzero"`
	INN     string     `json:"customer-inn,omitzero"`
	Prepaid Kopecks    `json:"payment-amount,omitzero"`
	Extra   wire.Extra `json:"-"`
}

// Days is how long the Post carries a parcel.
type Days struct {
	Min   int        `json:"min-days,omitzero"`
	Max   int        `json:"max-days,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Order is an order as Otpravka returns it: from the backlog, or from a batch, then with its batch and, once the Post
// has it, with its last operation. Its Draft can be changed and sent with [Client.UpdateOrder].
type Order struct {
	Draft
	ID      int64  `json:"id"`
	Barcode string `json:"barcode,omitzero"` // ШПИ, the tracking number
	Version int    `json:"version,omitzero"`

	Batch         string       `json:"batch-name,omitzero"` // "": it is in the backlog
	BatchStatus   BatchStatus  `json:"batch-status,omitzero"`
	BatchCategory MailCategory `json:"batch-category,omitzero"`
	Postmarks     []string     `json:"postmarks,omitempty"`
	Rank          string       `json:"mail-rank,omitzero"`
	DeliveryTime  *Days        `json:"delivery-time,omitzero"`
	TotalRate     Kopecks      `json:"total-rate-wo-vat,omitzero"` // of the delivery, without VAT
	TotalVAT      Kopecks      `json:"total-vat,omitzero"`
	PaidMass      int          `json:"weight-pay,omitzero"`     // grams
	Linked        string       `json:"linked-barcode,omitzero"` // of a return: the direct parcel, and the other way
	PartReturned  bool         `json:"returned-partial,omitzero"`
	Deleted       bool         `json:"is-deleted,omitzero"`

	// The last operation, in words: see [Order.Last].
	LastName string    `json:"human-operation-name,omitzero"`
	LastType string    `json:"last-oper-type,omitzero"`
	LastAttr string    `json:"last-oper-attr,omitzero"`
	LastAt   time.Time `json:"last-oper-date,omitzero"`

	Extra wire.Extra `json:"-"`
	// Problem is what could not be read. Those fields are not set, and their values are in Extra.
	Problem error `json:"-"`
}

// orderProblem is where an order keeps what could not be read of it.
func orderProblem(o *Order) *error { return &o.Problem }

// Complete implements the check of an answer: an order without an id is none.
func (o *Order) Complete() error {
	if o.ID == 0 && o.Barcode == "" {
		return errors.Join(errors.New("the order has no id"), o.Problem)
	}
	return nil
}
