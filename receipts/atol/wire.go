package atol

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// currency is the only one that a fiscal register accepts.
const currency = "RUB"

// The layouts of date-times and dates.
const (
	dateTime = "02.01.2006 15:04:05"
	dateOnly = "02.01.2006"
)

// wireDocument is a document as it is sent.
type wireDocument struct {
	Timestamp   string       `json:"timestamp"`
	ExternalID  string       `json:"external_id"`
	Service     *wireService `json:"service,omitempty"`
	SourceID    *int         `json:"source_id,omitempty"`
	ISMOptional bool         `json:"ism_optional,omitempty"`
	Receipt     *wireReceipt `json:"receipt,omitempty"`
	Correction  *wireReceipt `json:"correction,omitempty"`
}

type wireService struct {
	CallbackURL string `json:"callback_url"`
}

// wireReceipt is a receipt or a correction.
type wireReceipt struct {
	Client         *wireClient     `json:"client,omitempty"`
	Company        Company         `json:"company"`
	CorrectionInfo *wireCorrection `json:"correction_info,omitempty"`
	Items          []wireItem      `json:"items,omitempty"`
	Payments       []wirePayment   `json:"payments"`
	Total          wire.Decimal    `json:"total,omitempty"`
	VATs           []wireVAT       `json:"vats,omitempty"`
	Cashier        string          `json:"cashier,omitempty"`
	CashierINN     string          `json:"cashier_inn,omitempty"`
	CheckProps     string          `json:"additional_check_props,omitempty"`
	UserProps      *UserProps      `json:"additional_user_props,omitempty"`
	OperatingProps *wireOperating  `json:"operating_check_props,omitempty"`
	SectoralProps  []wireSectoral  `json:"sectoral_check_props,omitempty"`
	Agent          *wireAgent      `json:"agent_info,omitempty"`
	Supplier       *Supplier       `json:"supplier_info,omitempty"`
	DeviceNumber   string          `json:"device_number,omitempty"`
	Internet       bool            `json:"internet,omitempty"`
	Cashless       []wireCashless  `json:"cashless_payments,omitempty"`
	Timezone       int             `json:"timezone,omitempty"`
}

type wireClient struct {
	Email        string `json:"email,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Name         string `json:"name,omitempty"`
	INN          string `json:"inn,omitempty"`
	Birthdate    string `json:"birthdate,omitempty"`
	Citizenship  string `json:"citizenship,omitempty"`
	DocumentCode string `json:"document_code,omitempty"`
	DocumentData string `json:"document_data,omitempty"`
	Address      string `json:"address,omitempty"`
}

type wireCorrection struct {
	Type   CorrectionType `json:"type"`
	Date   string         `json:"base_date"`
	Number string         `json:"base_number,omitempty"`
}

type wirePayment struct {
	Type PaymentType  `json:"type"`
	Sum  wire.Decimal `json:"sum"`
}

type wireVAT struct {
	Type string       `json:"type"`
	Sum  wire.Decimal `json:"sum,omitempty"`
}

type wireOperating struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	At    string `json:"timestamp"`
}

type wireCashless struct {
	Sum    wire.Decimal `json:"sum"`
	Method int          `json:"method"`
	ID     string       `json:"id"`
	Info   string       `json:"additional_info,omitempty"`
}

// wire returns the document as it is sent. It has passed Validate.
func (d *Document) wire(op Operation, v Version, zone *time.Location, now time.Time) wireDocument {
	at := d.At
	if at.IsZero() {
		at = now
	}
	out := wireDocument{
		Timestamp: at.In(zone).Format(dateTime), ExternalID: d.ExternalID, SourceID: d.SourceID, ISMOptional: d.ISMOptional,
	}
	if d.CallbackURL != "" {
		out.Service = &wireService{d.CallbackURL}
	}
	body := d.body(op, v, zone)
	if op.IsCorrection() {
		out.Correction = body
	} else {
		out.Receipt = body
	}
	return out
}

// body returns the receipt or the correction.
func (d *Document) body(op Operation, v Version, zone *time.Location) *wireReceipt {
	r := &wireReceipt{
		Client: d.Buyer.wire(), Company: d.Company, UserProps: d.UserProps,
		Cashier: d.Cashier, CashierINN: d.CashierINN, CheckProps: d.CheckProps, SectoralProps: wireProps(d.SectoralProps),
		Agent: d.Agent.wire(), Supplier: d.Supplier, DeviceNumber: d.DeviceNumber, Internet: d.Internet,
		Timezone: d.Timezone,
	}
	if d.Correction != nil {
		r.CorrectionInfo = &wireCorrection{d.Correction.Type, d.Correction.Date.Format(dateOnly), d.Correction.Number}
	}
	if sumsOnly(op, v) {
		r.Company.Email = ""
		if r.CorrectionInfo.Number == "" {
			r.CorrectionInfo.Number = "0"
		}
	} else {
		total, _ := d.total() // Validate has seen that it does not overflow
		r.Total = decimal(total)
	}
	for i := range d.Items {
		r.Items = append(r.Items, d.Items[i].wire(op, v))
	}
	for _, p := range d.Payments {
		r.Payments = append(r.Payments, wirePayment{p.Type, decimal(p.Sum)})
	}
	for _, w := range d.VATs {
		r.VATs = append(r.VATs, wireVAT{vatTypes[w.VAT], decimal(w.Sum)})
	}
	for _, w := range d.Cashless {
		r.Cashless = append(r.Cashless, wireCashless{decimal(w.Sum), w.Method, w.ID, w.Info})
	}
	if p := d.OperatingProps; p != nil {
		r.OperatingProps = &wireOperating{p.Name, p.Value, p.At.In(zone).Format(dateTime)}
	}
	return r
}

// sumsOnly reports whether the operation has no lines: a correction of v4.
func sumsOnly(op Operation, v Version) bool { return v == V4 && op.IsCorrection() }

// wire returns nil for an empty buyer, as in a correction.
func (b Buyer) wire() *wireClient {
	w := wireClient{
		Email: b.Email, Phone: b.Phone, Name: b.Name, INN: b.INN, Citizenship: b.Citizenship,
		DocumentCode: b.DocumentCode, DocumentData: b.DocumentData, Address: b.Address,
	}
	if !b.Birthdate.IsZero() {
		w.Birthdate = b.Birthdate.Format(dateOnly)
	}
	if w == (wireClient{}) {
		return nil
	}
	return &w
}

// decimal returns a sum as a number with two decimals.
func decimal(m amount.Money) wire.Decimal { return wire.Decimal(m.Text()) }

// vatTypes are the service's names of the rates.
var vatTypes = map[amount.VAT]string{
	amount.VATNone: "none", amount.VAT0: "vat0", amount.VAT5: "vat5", amount.VAT7: "vat7", amount.VAT10: "vat10",
	amount.VAT20: "vat20", amount.VAT22: "vat22", amount.VAT5c: "vat105", amount.VAT7c: "vat107", amount.VAT10c: "vat110",
	amount.VAT20c: "vat120", amount.VAT22c: "vat122",
}

// total returns the receipt's total: Total, or the sum of the items.
func (d *Document) total() (amount.Money, error) {
	if !d.Total.IsUnset() {
		return d.Total, nil
	}
	return d.sumOfItems()
}

func (d *Document) sumOfItems() (amount.Money, error) {
	all := amount.RUB(0)
	for i := range d.Items {
		sum, err := d.Items[i].sum()
		if err == nil {
			all, err = all.Add(sum)
		}
		if err != nil {
			return amount.Money{}, err
		}
	}
	return all, nil
}

// sum returns the line's sum: Sum, or price times quantity.
func (it *Item) sum() (amount.Money, error) {
	if !it.Sum.IsUnset() {
		return it.Sum, nil
	}
	return it.Price.Times(it.Quantity)
}
