package rozetka

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Category is ROZETKA's second way to group orders.
type Category int

// The categories.
const (
	CategoryAll          Category = 1
	CategoryInProcessing Category = 2
	CategorySuccessful   Category = 3
	CategoryNew          Category = 4
	CategoryDelivering   Category = 5
	CategoryUnsuccessful Category = 6
)

// The values of OrderFilter.TTN other than a part of a number.
const (
	WithoutTTN = "0"
	WithTTN    = "1"
)

// OrderFilter is what to look for. What is zero does not filter. Windows of time include their ends; they are sent in
// Kyiv time, to the second.
type OrderFilter struct {
	// Category of the orders. Without one CategoryAll is asked for, as ROZETKA leaves out ended orders otherwise.
	Category Category
	// Group is the older grouping: 1 in process, 2 successful, 3 unsuccessful. Not beside Category.
	Group int

	ID       int64
	Status   int
	Item     string // an item's id, or a part of its name
	GroupID  int64
	UserName string // the recipient's name
	Phone    string // the buyer's
	Comment  string // the seller's
	TTN      string // WithTTN, WithoutTTN, or at least 4 letters and digits of the number

	CreatedFrom, CreatedTo time.Time
	ChangedFrom, ChangedTo time.Time
	StatusFrom, StatusTo   time.Time // of the last change of the status
	AmountFrom, AmountTo   amount.Money

	Deliveries     []int64 // delivery services
	Localities     []int64
	PaymentMethods []int64
	PaymentStatus  int // see PaymentStatus.ID
	CarrierInner   int // 1 RZ Delivery, 4 Meest
	RefundStatus   int // 1 refunded, 2 failed

	// These are nil for any.
	Viewed, Fulfillment, Promo, Fiscalized, Reviewed, ReserveEnds, WithKit, Refunded *bool
	Complaints, Premium                                                              *bool
	ReviewAsked                                                                      *int // 0 not asked, 1 asked, 2 there is a review

	Sort   string   // a column, such as "id"; with a minus before it the largest comes first
	Expand []Expand // what is answered of each order
}

// check returns what ROZETKA would answer with an empty list.
func (f OrderFilter) check() error {
	switch {
	case f.Category != 0 && f.Group != 0:
		return errors.New("a category and a group exclude each other")
	case f.TTN != "" && f.TTN != WithTTN && f.TTN != WithoutTTN && len(f.TTN) < 4:
		return fmt.Errorf("a search for the waybill %q needs 4 letters and digits or more", f.TTN)
	}
	return nil
}

// query is the filter in ROZETKA's words.
func (f OrderFilter) query() url.Values {
	q := url.Values{}
	switch {
	case f.Group != 0:
		q.Set("type", strconv.Itoa(f.Group))
	case f.Category != 0:
		q.Set("types", strconv.Itoa(int(f.Category)))
	default:
		q.Set("types", strconv.Itoa(int(CategoryAll)))
	}
	for name, text := range map[string]string{
		"item_id": f.Item, "userName": f.UserName, "user_phone": f.Phone, "seller_comment": f.Comment, "ttn": f.TTN,
		"amountFrom": f.AmountFrom.Text(), "amountTo": f.AmountTo.Text(),
		"deliveries": ids(f.Deliveries), "localities": ids(f.Localities), "payment_methods": ids(f.PaymentMethods),
		"expand": expand(f.Expand).Get("expand"), "sort": f.Sort,
	} {
		if text != "" {
			q.Set(name, text)
		}
	}
	for name, n := range map[string]int64{
		"id": f.ID, "status": int64(f.Status), "group_id": f.GroupID, "status_payment_id": int64(f.PaymentStatus),
		"carrier_inner_id": int64(f.CarrierInner), "refund_status": int64(f.RefundStatus),
	} {
		if n != 0 {
			q.Set(name, strconv.FormatInt(n, 10))
		}
	}
	windows(q, map[string]time.Time{"created": f.CreatedFrom, "changed": f.ChangedFrom, "status_updated": f.StatusFrom},
		map[string]time.Time{"created": f.CreatedTo, "changed": f.ChangedTo, "status_updated": f.StatusTo})
	for name, b := range map[string]*bool{
		"is_viewed": f.Viewed, "is_fulfillment": f.Fulfillment, "is_promo": f.Promo, "prro_receipt_status": f.Fiscalized,
		"has_market_review": f.Reviewed, "is_reserve_ending": f.ReserveEnds, "has_kit": f.WithKit, "has_refund": f.Refunded,
	} {
		flag(q, name, b, "1", "0")
	}
	flag(q, "user_feedback", f.Complaints, "0", "1") // the odd way round
	flag(q, "is_smart", f.Premium, "1", "2")
	if f.ReviewAsked != nil {
		q.Set("is_review_request_send", strconv.Itoa(*f.ReviewAsked))
	}
	return q
}

// windows sets the beginnings and ends of windows of time.
func windows(q url.Values, begin, end map[string]time.Time) {
	for name, t := range begin {
		if !t.IsZero() {
			q.Set(name+"_from", from(t))
		}
	}
	for name, t := range end {
		if !t.IsZero() {
			q.Set(name+"_to", until(t))
		}
	}
}

// flag sets a filter that is yes or no.
func flag(q url.Values, name string, b *bool, yes, no string) {
	switch {
	case b == nil:
	case *b:
		q.Set(name, yes)
	default:
		q.Set(name, no)
	}
}

// ids are numbers in one text.
func ids(all []int64) string {
	texts := make([]string, len(all))
	for i, id := range all {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ",")
}
