package retailcrm_test

import (
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
			LosesAnswer: mishap(fake.ResetAfter()),
			FailsOnce:   mishap(retailcrmtest.RateLimit()),
			Call:        call(clientID),
			Forged:      call("c-wrong"),
		}
	})
}
