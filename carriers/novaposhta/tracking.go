package novaposhta

import (
	"context"
	"errors"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	modelTracking = "TrackingDocument"
	methodTrack   = "getStatusDocuments"
	opTrack       = modelTracking + "." + methodTrack
	maxTracked    = 100 // waybills in one request
)

// The codes of statuses that are acted on; status.NovaPoshta has all of them.
const (
	statusCreated = "1" // the sender has made the waybill, and has the goods
	statusDeleted = "2"
	statusUnknown = "3" // no such number, or one that is some seconds or many months old
)

// Tracked names a waybill that is tracked.
type Tracked struct {
	Number string `json:"DocumentNumber"` // 14 digits; blanks and the number of the seat behind it are cut
	// Phone is that of sender or recipient. Without it the personal data and the sums of a waybill of another sender are
	// left out.
	Phone string `json:"Phone"`
}

// Tracking is where a parcel is. Texts, times and sums that are empty were not told, which does not mean that there are
// none: see [Tracking.Redelivery].
type Tracking struct {
	Number     string `json:"Number"`
	StatusCode string `json:"StatusCode"` // see status.NovaPoshta
	Status     string `json:"Status,omitzero"`
	Ref        string `json:"RefEW,omitzero"`         // of the waybill
	Key        string `json:"ClientBarcode,omitzero"` // our number: see Draft.Key

	DateCreated           Time `json:"DateCreated,omitzero"`
	ScheduledDeliveryDate Time `json:"ScheduledDeliveryDate,omitzero"`
	ActualDeliveryDate    Time `json:"ActualDeliveryDate,omitzero"` // when it arrived at the branch
	RecipientDateTime     Time `json:"RecipientDateTime,omitzero"`  // when it was handed to the recipient
	DateScan              Time `json:"DateScan,omitzero"`
	TrackingUpdateDate    Time `json:"TrackingUpdateDate,omitzero"`
	DateFirstDayStorage   Date `json:"DateFirstDayStorage,omitzero"`
	DatePayedKeeping      Time `json:"DatePayedKeeping,omitzero"` // when storage begins to cost
	DateReturnCargo       Time `json:"DateReturnCargo,omitzero"`  // when it goes back, uncollected

	DocumentCost            wire.Sum `json:"DocumentCost,omitzero"` // of the delivery
	AnnouncedPrice          wire.Sum `json:"AnnouncedPrice,omitzero"`
	AmountToPay             wire.Sum `json:"AmountToPay,omitzero"`
	AmountPaid              wire.Sum `json:"AmountPaid,omitzero"`
	StoragePrice            wire.Sum `json:"StoragePrice,omitzero"`
	AfterpaymentOnGoodsCost wire.Sum `json:"AfterpaymentOnGoodsCost,omitzero"` // payment control
	// Redelivery reports whether money, or papers, go back to the sender; nil if that was not told.
	Redelivery      *bool    `json:"Redelivery,omitzero"`
	RedeliverySum   wire.Sum `json:"RedeliverySum,omitzero"`
	RedeliveryNum   string   `json:"RedeliveryNum,omitzero"` // of the waybill that goes back
	RedeliveryPayer Side     `json:"RedeliveryPayer,omitzero"`

	LastTransactionStatusGM        string   `json:"LastTransactionStatusGM,omitzero"` // of the money transfer, in words
	LastTransactionDateTimeGM      Time     `json:"LastTransactionDateTimeGM,omitzero"`
	LastAmountTransferGM           wire.Sum `json:"LastAmountTransferGM,omitzero"`
	LastAmountReceivedCommissionGM wire.Sum `json:"LastAmountReceivedCommissionGM,omitzero"`
	PaymentStatus                  string   `json:"PaymentStatus,omitzero"`
	PaymentStatusDate              Time     `json:"PaymentStatusDate,omitzero"`
	ExpressWaybillPaymentStatus    string   `json:"ExpressWaybillPaymentStatus,omitzero"`
	ExpressWaybillAmountToPay      wire.Sum `json:"ExpressWaybillAmountToPay,omitzero"`

	UndeliveryReasons                   []string `json:"UndeliveryReasons,omitempty"`
	UndeliveryReasonsSubtypeDescription string   `json:"UndeliveryReasonsSubtypeDescription,omitzero"`
	UndeliveryReasonsDate               Time     `json:"UndeliveryReasonsDate,omitzero"`

	// What this waybill was made from, and what was made from it: "CargoReturn", "Redirecting", "RedeliveryGM" …
	OwnerDocumentType                 string `json:"OwnerDocumentType,omitzero"`
	OwnerDocumentNumber               string `json:"OwnerDocumentNumber,omitzero"`
	LastCreatedOnTheBasisDocumentType string `json:"LastCreatedOnTheBasisDocumentType,omitzero"`
	LastCreatedOnTheBasisNumber       string `json:"LastCreatedOnTheBasisNumber,omitzero"`
	LastCreatedOnTheBasisDateTime     Time   `json:"LastCreatedOnTheBasisDateTime,omitzero"`

	CitySender               string `json:"CitySender,omitzero"`
	CityRecipient            string `json:"CityRecipient,omitzero"`
	WarehouseRecipient       string `json:"WarehouseRecipient,omitzero"`
	WarehouseRecipientNumber string `json:"WarehouseRecipientNumber,omitzero"`
	WarehouseRecipientRef    string `json:"WarehouseRecipientRef,omitzero"`
	CategoryOfWarehouse      string `json:"CategoryOfWarehouse,omitzero"`
	RecipientAddress         string `json:"RecipientAddress,omitzero"`
	RecipientFullName        string `json:"RecipientFullName,omitzero"`
	PhoneRecipient           string `json:"PhoneRecipient,omitzero"`
	PhoneSender              string `json:"PhoneSender,omitzero"`

	SeatsAmount    int           `json:"SeatsAmount,omitzero"`
	DocumentWeight wire.Decimal  `json:"DocumentWeight,omitzero"` // kilograms, as these
	FactualWeight  wire.Decimal  `json:"FactualWeight,omitzero"`
	VolumeWeight   wire.Decimal  `json:"VolumeWeight,omitzero"`
	CheckWeight    wire.Decimal  `json:"CheckWeight,omitzero"`
	CargoType      CargoType     `json:"CargoType,omitzero"`
	ServiceType    ServiceType   `json:"ServiceType,omitzero"`
	PayerType      Side          `json:"PayerType,omitzero"`
	PaymentMethod  PaymentMethod `json:"PaymentMethod,omitzero"`

	PossibilityCreateReturn bool `json:"PossibilityCreateReturn,omitzero"`
	PossibilityChangeEW     bool `json:"PossibilityChangeEW,omitzero"`

	Warnings Problems   `json:"-"` // such as that a phone is needed to see all
	Extra    wire.Extra `json:"-"`
	// Problem is why the number was not tracked, or what could not be read: an *ordo.Error.
	Problem error `json:"-"`
}

// Known reports whether Nova Poshta knows the number. A new waybill may not be known for some seconds, and one that
// was never handed over, or is very old, is forgotten.
func (t *Tracking) Known() bool { return t.StatusCode != "" && t.StatusCode != statusUnknown }

var number14 = regexp.MustCompile(`^[0-9]{14}$`)

// Number returns the number of a waybill in a text: without blanks, and without the number of the seat that barcodes
// have behind it. ok is false if there is none.
func Number(text string) (number string, ok bool) {
	number = strings.Join(strings.Fields(text), "")
	if len(number) > 14 && len(number) <= 18 && number14.MatchString(number[:14]) {
		number = number[:14]
	}
	return number, number14.MatchString(number)
}

// Track tracks any number of waybills, a hundred with one request, and yields one row for each, in the order of the
// arguments. The owner's key goes along, because without it the money that is collected is left out. A number that is
// none, or that Nova Poshta refuses, is a row with a Problem; one that it does not know is a row that is not
// [Tracking.Known]. An error is yielded once, last.
func (c *Client) Track(ctx context.Context, waybills ...Tracked) iter.Seq2[Tracking, error] {
	return func(yield func(Tracking, error) bool) {
		for some := range slices.Chunk(waybills, maxTracked) {
			rows, odd, err := c.trackSome(ctx, some)
			if err != nil {
				yield(Tracking{}, err)
				return
			}
			for _, w := range some {
				number, ok := Number(w.Number)
				row, has := rows[number]
				switch {
				case !ok:
					row = Tracking{Number: w.Number, Problem: c.rest.Fail(opTrack, ordo.Invalid, "not sent: "+quoted(w.Number)+" is no number of a waybill, which has 14 digits", nil)}
				case !has:
					row = Tracking{Number: number, Problem: c.missing(number, odd)}
				}
				if !yield(row, nil) {
					return
				}
			}
			for _, row := range odd {
				if row.Problem == nil {
					row.Problem = c.rest.Fail(opTrack, ordo.Invalid, "the row is about a waybill that was not asked for", nil)
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// GetTracking tracks one waybill; phone may be empty. If Nova Poshta does not know the number, the error is of class
// NotFound.
func (c *Client) GetTracking(ctx context.Context, number, phone string) (*Tracking, error) {
	for t, err := range c.Track(ctx, Tracked{number, phone}) {
		switch {
		case err != nil:
			return nil, err
		case t.Problem != nil:
			return nil, t.Problem
		case !t.Known():
			return nil, c.rest.Fail(opTrack, ordo.NotFound, "there is no waybill "+quoted(number)+", or not yet: "+t.Status, nil)
		}
		return &t, nil
	}
	return nil, c.rest.Fail(opTrack, ordo.Retry, "the answer has no row", nil)
}

// missing returns the error of a number for which there is no row. odd are the rows about other numbers.
func (c *Client) missing(number string, odd []Tracking) error {
	var got []string
	var all []error
	for _, r := range odd {
		got, all = append(got, r.Number), append(all, r.Problem)
	}
	why := errors.Join(append([]error{&rest.OtherError{What: "waybill", Asked: number, Got: strings.Join(got, ", ")}}, all...)...)
	return c.rest.Fail(opTrack, ordo.Retry, "the data of the answer has no row of the waybill", why)
}

// trackSome tracks up to a hundred waybills with one request. odd are rows about other numbers. One wrong number makes
// the whole request fail, so that it is searched for by halves.
func (c *Client) trackSome(ctx context.Context, some []Tracked) (rows map[string]Tracking, odd []Tracking, err error) {
	asked := map[string]string{} // phones by number
	var ask []Tracked
	for _, w := range some {
		number, ok := Number(w.Number)
		if _, twice := asked[number]; ok && !twice {
			asked[number] = w.Phone
			ask = append(ask, Tracked{number, strings.TrimPrefix(w.Phone, "+")})
		}
	}
	if len(ask) == 0 {
		return nil, nil, nil
	}
	in, err := readRows[Tracking](ctx, c, modelTracking, methodTrack, properties{"Documents": ask})
	var no *RefusalError
	if errors.As(err, &no) && no.Has(codeBadNumber) {
		return c.trackHalves(ctx, ask, err)
	}
	if err != nil {
		return nil, nil, err
	}
	rows = map[string]Tracking{}
	warnings := in.all()
	for _, r := range in.Data {
		row := record(c, opTrack, r, func(t *Tracking) *error { return &t.Problem })
		row.Number = strings.TrimSpace(row.Number)
		for _, w := range warnings {
			if w.Key == "" || w.Key == "ID_"+row.Number {
				row.Warnings = append(row.Warnings, w)
			}
		}
		if _, has := asked[row.Number]; has {
			rows[row.Number] = row
			continue
		}
		odd = append(odd, row)
	}
	return rows, odd, nil
}

// trackHalves tracks each half of waybills whose request was refused because of a number.
func (c *Client) trackHalves(ctx context.Context, ask []Tracked, refused error) (map[string]Tracking, []Tracking, error) {
	if len(ask) == 1 {
		return map[string]Tracking{ask[0].Number: {Number: ask[0].Number, Problem: refused}}, nil, nil
	}
	rows := map[string]Tracking{}
	var odd []Tracking
	for _, half := range [][]Tracked{ask[:len(ask)/2], ask[len(ask)/2:]} {
		some, others, err := c.trackSome(ctx, half)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(rows, some)
		odd = append(odd, others...)
	}
	return rows, odd, nil
}
