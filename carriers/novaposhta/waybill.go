package novaposhta

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

const modelDocument = "InternetDocument"

// Draft is a waybill to be made. What it needs depends on the kind of cargo ([Cargoes]) and the service. Refs are those
// of the directories and of counterparties.
type Draft struct {
	// Key is our number of the parcel. It is how a waybill is found again after a lost answer, so CreateWaybill needs it.
	Key           string        `json:"InfoRegClientBarcodes,omitzero"`
	PayerType     Side          `json:"PayerType"` // of the delivery
	ThirdPerson   string        `json:"ThirdPerson,omitzero"`
	PaymentMethod PaymentMethod `json:"PaymentMethod"`
	DateTime      Date          `json:"DateTime"` // when it is handed over; not in the past
	CargoType     CargoType     `json:"CargoType"`
	ServiceType   ServiceType   `json:"ServiceType"`
	Weight        wire.Decimal  `json:"Weight,omitzero"`        // kilograms, at least 0.1
	VolumeGeneral wire.Decimal  `json:"VolumeGeneral,omitzero"` // cubic metres; without OptionsSeat
	SeatsAmount   int           `json:"SeatsAmount,omitzero"`
	OptionsSeat   []Seat        `json:"OptionsSeat,omitempty"`
	CargoDetails  []CargoDetail `json:"CargoDetails,omitempty"`
	Description   string        `json:"Description"`
	Cost          wire.Sum      `json:"Cost,omitzero"` // declared value in whole hryvnias
	// AfterpaymentOnGoodsCost is payment control: the recipient pays for the goods, and the seller's account gets it by
	// contract. The other way is a transfer of money: see [CashOnDelivery].
	AfterpaymentOnGoodsCost wire.Sum   `json:"AfterpaymentOnGoodsCost,omitzero"`
	BackwardDeliveryData    []Backward `json:"BackwardDeliveryData,omitempty"`

	CitySender       string `json:"CitySender"`
	Sender           string `json:"Sender"`
	SenderAddress    string `json:"SenderAddress"` // a branch or an address of the sender
	ContactSender    string `json:"ContactSender"`
	SendersPhone     string `json:"SendersPhone"`
	CityRecipient    string `json:"CityRecipient,omitzero"`
	Recipient        string `json:"Recipient,omitzero"`
	RecipientAddress string `json:"RecipientAddress,omitzero"` // a branch, a locker or an address of the recipient
	ContactRecipient string `json:"ContactRecipient,omitzero"`
	RecipientsPhone  string `json:"RecipientsPhone"`

	AdditionalInformation string `json:"AdditionalInformation,omitzero"`
	AccompanyingDocuments string `json:"AccompanyingDocuments,omitzero"`
	Note                  string `json:"Note,omitzero"`
	PreferredDeliveryDate Date   `json:"PreferredDeliveryDate,omitzero"`

	// Extra are further properties, such as those of a recipient who is given by names and not by Refs.
	Extra wire.Extra `json:"-"`
}

// MarshalJSON implements json.Marshaler.
func (d Draft) MarshalJSON() ([]byte, error) {
	type plain Draft
	return lax.Join(plain(d), d.Extra)
}

// Seat is one piece of a parcel, in kilograms and centimetres.
type Seat struct {
	Weight wire.Decimal `json:"weight"`
	Width  wire.Decimal `json:"volumetricWidth,omitzero"`
	Length wire.Decimal `json:"volumetricLength,omitzero"`
	Height wire.Decimal `json:"volumetricHeight,omitzero"`
	Volume wire.Decimal `json:"volumetricVolume,omitzero"`
	Extra  wire.Extra   `json:"-"`
}

// CargoDetail is goods of a kind that is counted: tyres, wheels, pallets. What is a Ref of their directory.
type CargoDetail struct {
	What   string `json:"CargoDescription"`
	Amount int    `json:"Amount"`
}

// Backward is what goes back to the sender.
type Backward struct {
	PayerType  Side   `json:"PayerType"` // of the way back; not a third person
	CargoType  string `json:"CargoType"` // "Money", "Documents" …
	Redelivery string `json:"RedeliveryString,omitzero"`
}

// CashOnDelivery returns the transfer of a sum in hryvnias that the recipient pays for the goods.
func CashOnDelivery(sum wire.Decimal, payer Side) Backward {
	return Backward{PayerType: payer, CargoType: backwardMoney, Redelivery: string(sum)}
}

const backwardMoney = "Money"

// Waybill is a waybill of this sender, as the list has it. Refs are in fields that a draft has, too.
type Waybill struct {
	Ref       string `json:"Ref"`
	Number    string `json:"IntDocNumber"`
	Key       string `json:"InfoRegClientBarcodes,omitzero"`
	StateID   string `json:"StateId,omitzero"` // as Tracking.StatusCode
	StateName string `json:"StateName,omitzero"`
	Deleted   bool   `json:"DeletionMark,omitzero"`
	Printed   bool   `json:"Printed,omitzero"`

	DateTime              Time `json:"DateTime,omitzero"` // of dispatch
	CreateTime            Time `json:"CreateTime,omitzero"`
	DateLastUpdatedStatus Time `json:"DateLastUpdatedStatus,omitzero"`
	EstimatedDeliveryDate Time `json:"EstimatedDeliveryDate,omitzero"`
	RecipientDateTime     Time `json:"RecipientDateTime,omitzero"`

	Cost                    wire.Sum      `json:"Cost,omitzero"`
	CostOnSite              wire.Sum      `json:"CostOnSite,omitzero"` // of the delivery
	AfterpaymentOnGoodsCost wire.Sum      `json:"AfterpaymentOnGoodsCost,omitzero"`
	BackwardDeliveryMoney   wire.Sum      `json:"BackwardDeliveryMoney,omitzero"`
	PayerType               Side          `json:"PayerType,omitzero"`
	PaymentMethod           PaymentMethod `json:"PaymentMethod,omitzero"`
	ServiceType             ServiceType   `json:"ServiceType,omitzero"`
	CargoType               CargoType     `json:"CargoType,omitzero"`
	Weight                  wire.Decimal  `json:"Weight,omitzero"`
	SeatsAmount             int           `json:"SeatsAmount,omitzero"`
	OptionsSeat             []Seat        `json:"OptionsSeat,omitempty"`

	CitySender       string `json:"CitySender,omitzero"`
	Sender           string `json:"Sender,omitzero"`
	SenderAddress    string `json:"SenderAddress,omitzero"`
	ContactSender    string `json:"ContactSender,omitzero"`
	SendersPhone     string `json:"SendersPhone,omitzero"`
	CityRecipient    string `json:"CityRecipient,omitzero"`
	Recipient        string `json:"Recipient,omitzero"`
	RecipientAddress string `json:"RecipientAddress,omitzero"`
	ContactRecipient string `json:"ContactRecipient,omitzero"`
	RecipientsPhone  string `json:"RecipientsPhone,omitzero"`

	ScanSheetNumber string     `json:"ScanSheetNumber,omitzero"`
	RejectionReason string     `json:"RejectionReason,omitzero"`
	Extra           wire.Extra `json:"-"`
	// Problem is why the row could not be read: an *ordo.Error of class Invalid. It does not end the list.
	Problem error `json:"-"`
}

// Created is a waybill that was made, changed or found.
type Created struct {
	Ref                   string   `json:"Ref"`
	Number                string   `json:"IntDocNumber"`
	CostOnSite            wire.Sum `json:"CostOnSite,omitzero"` // of the delivery
	EstimatedDeliveryDate Time     `json:"EstimatedDeliveryDate,omitzero"`
	TypeDocument          string   `json:"TypeDocument,omitzero"`
	// Found is the waybill as the list has it, if it was there before, or was found after a lost answer.
	Found *Waybill `json:"-"`
	// Already reports that it was there before, so that nothing was made.
	Already bool `json:"-"`
	// Others are the numbers of more waybills with the same key: a person must delete them.
	Others   []string   `json:"-"`
	Warnings Problems   `json:"-"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

// complete returns what an answer lacks.
func (w *Created) complete() error {
	return lacking(w.Ref == "" || w.Number == "", "no Ref or no number of the waybill", w.Problem)
}

// created returns the first of several waybills.
func created(found []Waybill) *Created {
	w := found[0]
	out := &Created{Ref: w.Ref, Number: w.Number, CostOnSite: w.CostOnSite, EstimatedDeliveryDate: w.EstimatedDeliveryDate, Found: &w}
	for _, other := range found[1:] {
		out.Others = append(out.Others, other.Number)
	}
	return out
}

// check returns why a draft cannot be right, whatever the directories hold; Nova Poshta checks the rest.
func (d *Draft) check() error {
	i := CargoOf(d.CargoType)
	switch {
	case d.DateTime == "":
		return errors.New("DateTime is empty: give the day on which the parcel is handed over")
	case i.Name != "" && !i.Volume && d.VolumeGeneral != "":
		return fmt.Errorf("VolumeGeneral is %s: it must be empty for %s, even 0 is refused", d.VolumeGeneral, d.CargoType)
	case len(i.Weights) > 0 && !slices.Contains(i.Weights, string(d.Weight)):
		return fmt.Errorf("the property Weight is %q: for %s it is one of %v", d.Weight, d.CargoType, i.Weights)
	}
	for name, sum := range map[string]wire.Sum{"Cost": d.Cost, "AfterpaymentOnGoodsCost": d.AfterpaymentOnGoodsCost} {
		if sum.Currency != "" && sum.Currency != currency {
			return fmt.Errorf("%s is in %s: it must be in %s", name, sum.Currency, currency)
		}
	}
	return nil
}

// checked returns the error of a draft that is not sent.
func (c *Client) checked(op string, d Draft) error {
	err := d.check()
	if _, no := json.Marshal(d); err == nil {
		err = no
	}
	if err != nil {
		return c.rest.Fail(op, ordo.Invalid, "not sent", err)
	}
	return nil
}

func quoted(text string) string { return strconv.Quote(text) }
