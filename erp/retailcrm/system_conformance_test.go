package retailcrm_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

const clientID = "c-0f3a"

// install puts the module into a fresh account whose catalogue has the articles of the tests.
func install(t *testing.T, m retailcrm.Mapping, opts ...ordo.Option) (*retailcrmtest.Server, *retailcrm.System) {
	t.Helper()
	crm, c := start(t, opts...)
	for i, article := range erptest.Articles() {
		crm.AddOffer(int64(500+i), article, "Товар "+article)
	}
	s := c.System(m, retailcrm.WithModule("https://ordo.example/crm-1", clientID))
	require.NoError(t, s.Install(t.Context()))
	return crm, s
}

// crmLine is a line as the account keeps it.
type crmLine struct {
	ID          int64                        `json:"id"`
	ExternalIDs []retailcrm.ExternalID       `json:"externalIds"`
	Status      string                       `json:"status"`
	Canceled    bool                         `json:"isCanceled"`
	Price       json.Number                  `json:"initialPrice"`
	Discount    json.Number                  `json:"discountManualAmount"`
	Quantity    json.Number                  `json:"quantity"`
	VATRate     string                       `json:"vatRate"`
	Marks       []string                     `json:"markingCodes"`
	Name        string                       `json:"productName"`
	Comment     string                       `json:"comment"`
	Offer       *struct{ ExternalID string } `json:"offer"`
	Properties  []retailcrm.Property         `json:"properties"`
}

// crmLines are the lines of an order in the account.
func crmLines(t *testing.T, crm *retailcrmtest.Server, externalID string) []crmLine {
	t.Helper()
	o, ok := crm.Order(externalID)
	require.True(t, ok, externalID)
	var d struct {
		Items []crmLine `json:"items"`
	}
	require.NoError(t, json.Unmarshal([]byte(o.JSON), &d))
	return d.Items
}

// cardSums is what the card shows, read without the client.
func cardSums(t *testing.T, card retailcrmtest.Order) order.Sums {
	money := func(n json.Number) amount.Money {
		m, err := amount.ParseMoney(cmp.Or(n.String(), "0"), "RUB")
		require.NoError(t, err, n)
		return m
	}
	var d struct {
		TotalSumm, PrepaySum, DiscountManualAmount json.Number
		Items                                      []struct {
			ExternalIDs []retailcrm.ExternalID
			IsCanceled  bool
			Quantity    json.Number
			Prices      []struct{ Price, Quantity json.Number }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(card.JSON), &d))
	sums := order.Sums{Total: money(d.TotalSumm), Paid: money(d.PrepaySum)}
	for _, it := range d.Items {
		if it.IsCanceled {
			continue
		}
		q, err := amount.ParseQuantity(it.Quantity.String())
		require.NoError(t, err)
		l := order.LineSum{Quantity: q}
		if len(it.ExternalIDs) > 0 {
			l.Line = it.ExternalIDs[0].Value
		}
		if money(d.DiscountManualAmount).IsZero() {
			l.Total = amount.RUB(0)
			for _, p := range it.Prices {
				n, err := amount.ParseQuantity(p.Quantity.String())
				require.NoError(t, err)
				part, err := money(p.Price).Times(n)
				require.NoError(t, err)
				l.Total, err = l.Total.Add(part)
				require.NoError(t, err)
			}
		}
		sums.Lines = append(sums.Lines, l)
	}
	return sums
}

// cardDetails is who buys and where the goods go by the card.
func cardDetails(card retailcrmtest.Order) (order.Buyer, order.Delivery) {
	name := strings.TrimSpace(card.Field("lastName") + " " + card.Field("firstName") + " " + card.Field("patronymic"))
	return order.Buyer{Name: name, Phone: card.Field("phone"), Email: card.Field("email")},
		order.Delivery{Address: card.Field("delivery.address.text"), Comment: card.Field("customerComment")}
}

func TestConformance(t *testing.T) {
	erptest.RunInBubble(t, func(t *testing.T) erptest.Fixture {
		crm, s := install(t, retailcrm.DefaultMapping(), ordo.WithMaxAttempts(1))
		there := func(ref order.Ref) retailcrmtest.Order {
			o, ok := crm.Order(ref.ID)
			require.True(t, ok, ref)
			return o
		}
		mishap := func(fault fake.Fault) func() {
			return func() {
				crm.Faults().Next("POST /api/v5/orders/create", fault)
				crm.Faults().Next("POST /api/v5/orders/{id}/edit", fault)
				crm.Faults().Next("POST /api/v5/orders/payments/create", fault)
				crm.Faults().Next("POST /api/v5/orders/payments/{id}/edit", fault)
			}
		}
		call := func(client string) func(order.Ref) (*http.Request, []byte) {
			return func(ref order.Ref) (*http.Request, []byte) {
				form := url.Values{"clientId": {client}, "save": {`{"delivery":{"withCod":false},"order":"` + strconv.FormatInt(there(ref).ID, 10) + `"}`}}
				return httptest.NewRequest(http.MethodPost, "/crm-1/save", nil), []byte(form.Encode())
			}
		}
		return erptest.Fixture{
			Port:           s,
			BadCredentials: client(crm, "guess").WithSite(retailcrmtest.Site).WithZone(moscow).System(retailcrm.DefaultMapping()),
			Count:          func() int { return len(crm.Orders()) },
			Status:         func(ref order.Ref) string { return there(ref).Status },
			Commits:        func() int { return crm.Commits("*") },
			Cancelled: func(ref order.Ref) []string {
				var lines []string
				for _, l := range crmLines(t, crm, ref.ID) {
					if l.Canceled {
						lines = append(lines, l.ExternalIDs[0].Value)
					}
				}
				return lines
			},
			Notes: func(ref order.Ref) []string { return strings.Split(there(ref).Field("managerComment"), "\n") },
			Window: func(ref order.Ref) order.Window {
				at := func(clock string) time.Time {
					w, err := time.ParseInLocation("2006-01-02 15:04", there(ref).Field("delivery.date")+" "+there(ref).Field("delivery.time."+clock), moscow)
					require.NoError(t, err)
					return w
				}
				return order.Window{From: at("from"), To: at("to")}
			},
			User: strconv.Itoa(retailcrmtest.DefaultUser),
			Confirms: func(ref order.Ref) error {
				crm.SetStatus(there(ref).ID, "client-confirmed")
				return nil
			},
			Cancels: func(ref order.Ref, line string) error {
				for _, l := range crmLines(t, crm, ref.ID) {
					if l.ExternalIDs[0].Value == line {
						crm.SetItemStatus(there(ref).ID, l.ID, "out-of-stock")
						return nil
					}
				}
				return errors.New("no such line")
			},
			Shows:   func(ref order.Ref) order.Sums { return cardSums(t, there(ref)) },
			Details: func(ref order.Ref) (order.Buyer, order.Delivery) { return cardDetails(there(ref)) },
			Adds: func(ref order.Ref, article string, total amount.Money) error {
				crm.AddProduct(there(ref).ID, article, "1", total.Text())
				return nil
			},
			LosesAnswer: mishap(fake.ResetAfter()),
			FailsOnce:   mishap(retailcrmtest.RateLimit()),
			Call:        call(clientID),
			Forged:      call("c-wrong"),
		}
	})
}
