package chestnyznak_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
)

const (
	tail = "\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	pair = "0104601234567893215Rx7&aB2kLm9Z"
	inn  = "5544332219"
)

// participant is a shop with two pairs of shoes.
type participant struct {
	*marked
	t *testing.T
}

type marked = chestnyznaktest.Server

func open(t *testing.T, st chestnyznaktest.Settings) participant {
	t.Helper()
	p := participant{chestnyznaktest.New(st), t}
	t.Cleanup(p.Close)
	p.Add(chestnyznaktest.Code{Full: shoe + tail, Group: "shoes"}, chestnyznaktest.Code{Full: pair + tail, Group: "shoes"})
	return p
}

func (p participant) client() *chestnyznak.Client {
	return chestnyznak.New(p.Signer(), ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}))
}

// registry is one that knows nothing of what was sent before.
func (p participant) registry(s chestnyznak.Settings) *chestnyznak.Registry {
	s.INN = inn
	return p.client().Registry(s)
}

func codeOf(t *testing.T, text string) marking.Code {
	t.Helper()
	c, err := marking.Parse(text)
	require.NoError(t, err)
	return c
}

func (p participant) report(key string, d marking.Direction, codes ...string) marking.Report {
	p.t.Helper()
	r := marking.Report{Key: key, Direction: d, Date: time.Now()}
	for _, c := range codes {
		r.Units = append(r.Units, marking.ReportUnit{Code: codeOf(p.t, c+tail), Price: amount.RUB(480000)})
	}
	return r
}

// creates is how many documents were sent.
func (p participant) creates() int { return p.Calls("documents/create") }

func inBubble(t *testing.T, st chestnyznaktest.Settings, do func(t *testing.T, p participant)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { do(t, open(t, st)) })
}

// pain: MK-P5
func TestAReportIsDoneWhenTheDocumentAndEachCodeAre(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{CodesAfter: time.Hour}, func(t *testing.T, p participant) {
		g := p.registry(chestnyznak.Settings{FIAS: "7b6de6a5-86d0-4735-b11a-499081111af8", KPP: "770101001"})
		sale := p.report("A-1042/1", marking.Withdraw, shoe, pair)
		sale.Document = marking.Primary{Kind: marking.PrimaryReceipt, Number: "10844", Date: sale.Date}
		r, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, marking.ReportWaiting, r.State)
		require.Regexp(t, "^shoes/", r.Ref.ID)
		require.Equal(t, "shoes", r.Group)
		require.JSONEq(t, `{"inn":"5544332219","action":"DISTANCE","action_date":"2000-01-01","document_type":"RECEIPT","document_number":"10844",
			"document_date":"2000-01-01","fias_id":"7b6de6a5-86d0-4735-b11a-499081111af8","kpp":"770101001",
			"products":[{"cis":"`+shoe+`","product_cost":480000},{"cis":"`+pair+`","product_cost":480000}]}`, string(p.Documents()[0].Body))

		read := func() marking.ReportState {
			r, err := g.Read(t.Context(), r.Ref)
			require.NoError(t, err)
			return r.State
		}
		require.Equal(t, marking.ReportWaiting, read(), "it cannot be seen yet")
		time.Sleep(2 * time.Second)
		require.Equal(t, marking.ReportWaiting, read(), "it is being checked")
		time.Sleep(10 * time.Second)
		require.Equal(t, chestnyznaktest.CheckedOK, p.Documents()[0].Status)
		require.Equal(t, marking.ReportWaiting, read(), "the document is accepted, the codes are not there yet")
		time.Sleep(time.Hour)
		require.Equal(t, marking.ReportDone, read())

		again, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, marking.ReportDone, again.State)
		require.Equal(t, r.Ref, again.Ref)
		told, err := p.registry(chestnyznak.Settings{}).Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, sale.Document.Number, told.Document.Number)
		require.Equal(t, amount.RUB(480000), told.Units[1].Price)
		require.Equal(t, 1, p.creates())
	})
}

func TestALostAnswerIsLookedUpAndNotSentAgain(t *testing.T) {
	for name, fault := range map[string]fake.Fault{"connection": fake.ResetAfter(), "bad gateway": fake.StatusAfter(502), "cut": fake.Cut(10)} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, chestnyznaktest.Settings{ShownAfter: 20 * time.Second, CheckAfter: 30 * time.Second}, func(t *testing.T, p participant) {
				p.Faults().Next("documents/create", fault)
				g, sale := p.registry(chestnyznak.Settings{}), p.report("A-1042/1", marking.Withdraw, shoe)
				_, err := g.Report(t.Context(), sale)
				require.ErrorIs(t, err, ordo.ErrInDoubt)
				sale.Tried = time.Now()
				time.Sleep(5 * time.Second)
				for _, one := range []*chestnyznak.Registry{g, p.registry(chestnyznak.Settings{})} { // and after a restart
					_, err = one.Report(t.Context(), sale)
					require.ErrorIs(t, err, ordo.ErrInDoubt)
				}
				time.Sleep(time.Minute)
				r, err := g.Report(t.Context(), sale)
				require.NoError(t, err)
				require.Equal(t, marking.ReportDone, r.State)
				require.Equal(t, "shoes/"+p.Documents()[0].ID, r.Ref.ID)
				require.Equal(t, 1, p.creates())
				require.Equal(t, 1, p.Code(shoe).Withdrawals)
			})
		})
	}
}

func TestWhatNeverArrivedIsSentAgainWhenItCanNoLongerCome(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		p.Faults().Next("documents/create", fake.ResetBefore())
		g, sale := p.registry(chestnyznak.Settings{Settle: 5 * time.Minute}), p.report("A-1042/1", marking.Withdraw, shoe)
		_, err := g.Report(t.Context(), sale)
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		time.Sleep(4 * time.Minute)
		_, err = g.Report(t.Context(), sale)
		var e *ordo.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, ordo.InDoubt, e.Class)
		require.Positive(t, e.RetryAfter)
		require.Equal(t, 1, p.creates())
		time.Sleep(2 * time.Minute)
		r, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, marking.ReportWaiting, r.State)
		require.Equal(t, 2, p.creates())
		time.Sleep(time.Minute)
		r, err = g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportDone, r.State)
		require.Equal(t, 1, p.Code(shoe).Withdrawals)
	})
}

// A program that ended between sending and writing down finds the document by its number and codes.
func TestAnotherClientFindsTheDocument(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		sale := p.report("A-1042/1", marking.Withdraw, shoe)
		first, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), sale)
		require.NoError(t, err)
		others := p.report("A-1043/1", marking.Withdraw, pair)
		_, err = p.registry(chestnyznak.Settings{}).Report(t.Context(), others)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		g := p.registry(chestnyznak.Settings{})
		found, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, first.Ref, found.Ref)
		require.Equal(t, marking.ReportDone, found.State)
		reads := p.Calls("doc/info")
		_, err = g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, reads+1, p.Calls("doc/info"), "what documents say is remembered; the one is read for its state")
		require.Equal(t, 2, p.creates())
	})
}

func TestADocumentThatCannotBeReadHoldsOnlyWhatItMayBe(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		_, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		time.Sleep(time.Minute)
		p.Faults().Always("doc/info", fake.Refuse(200, "application/json", `[{"number":"`+p.Documents()[0].ID+`","type":"LK_RECEIPT","status":"CHECKED_OK"}]`))
		sale := p.report("A-1043/1", marking.Withdraw, pair)
		sale.Tried = time.Now().Add(-2 * time.Minute)
		_, err = p.registry(chestnyznak.Settings{}).Report(t.Context(), sale)
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		require.ErrorContains(t, err, "look in the registry's cabinet")
		sale.Tried = time.Now().Add(-time.Hour) // it was sent long before the document came
		_, err = p.registry(chestnyznak.Settings{}).Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, 2, p.creates())
		const third = "0104601234567893215Tx7&aB2kLm9Z"
		p.Add(chestnyznaktest.Code{Full: third + tail, Group: "shoes"})
		_, err = p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1044/1", marking.Withdraw, third))
		require.NoError(t, err, "nothing of it can have been sent")
	})
}

func TestTheGroupOfGoodsIsThatOfTheArticle(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		row := `[{"cisInfo":{"requestedCis":"` + shoe + `","status":"INTRODUCED","ownerInn":"` + inn + `"}}]`
		p.Faults().Next("cises/info", fake.Refuse(200, "application/json", row))
		r, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		require.Equal(t, "shoes", r.Group)
		require.Equal(t, 1, p.Calls("product/info"))
	})
}

func TestAPartOfTheCodesIsTold(t *testing.T) {
	for _, objects := range []bool{false, true} {
		inBubble(t, chestnyznaktest.Settings{ErrorObjects: objects}, func(t *testing.T, p participant) {
			g := p.registry(chestnyznak.Settings{})
			r, err := g.Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe, pair))
			require.NoError(t, err)
			p.Sell(pair) // the receipt was quicker
			time.Sleep(time.Hour)
			r, err = g.Read(t.Context(), r.Ref)
			require.NoError(t, err)
			require.Equal(t, marking.ReportPartly, r.State)
			require.Len(t, r.Problems, 1)
			require.Equal(t, pair, r.Problems[0].Code.CIS())
			require.Equal(t, "2", r.Problems[0].Vendor)
			require.Contains(t, r.Problems[0].Text, "уже выведен")
			require.Equal(t, 1, p.Code(shoe).Withdrawals)
			require.Equal(t, 1, p.Code(pair).Withdrawals)
		})
	}
}

func TestWhatCannotGoIsNotSent(t *testing.T) {
	for name, change := range map[string]func(*chestnyznaktest.Code){
		"already out of circulation": func(c *chestnyznaktest.Code) { c.Status, c.Reason = "RETIRED", "RETAIL" },
		"blocked by FTS":             func(c *chestnyznaktest.Code) { c.Blocked = []string{"FTS"} },
		"WAIT_SHIPMENT":              func(c *chestnyznaktest.Code) { c.StatusEx = "WAIT_SHIPMENT" },
		"a state nobody knows":       func(c *chestnyznaktest.Code) { c.Status = "NEW_WORD" },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
				p.Change(shoe, change)
				g := p.registry(chestnyznak.Settings{})
				r, err := g.Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
				require.NoError(t, err)
				require.Equal(t, marking.ReportRefused, r.State)
				require.Len(t, r.Problems, 1)
				require.Equal(t, shoe, r.Problems[0].Code.CIS())
				require.NotEmpty(t, r.Problems[0].Text)
				require.Zero(t, p.creates())
			})
		})
	}
}

func TestCodesAreTold(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		p.Change(pair, func(c *chestnyznaktest.Code) { c.Owner = "7712345678" })
		unknown := "0104601234567893215Zx7&aB2kLm9Z"
		g, all := p.registry(chestnyznak.Settings{}), map[string]marking.Status{}
		for s, err := range g.Codes(t.Context(), codeOf(t, shoe), codeOf(t, shoe+tail), codeOf(t, pair), codeOf(t, unknown)) {
			require.NoError(t, err)
			require.NotContains(t, all, s.Code.CIS(), "each once")
			all[s.Code.CIS()] = s
		}
		require.Len(t, all, 3)
		require.ErrorContains(t, all[pair].Problem, "another participant", "the owner is told to the owner only")
		for s, err := range p.registry(chestnyznak.Settings{AnyOwner: true}).Codes(t.Context(), codeOf(t, pair)) {
			require.NoError(t, err)
			require.NoError(t, s.Problem)
		}
		require.True(t, all[shoe].Ready(marking.Withdraw))
		require.Equal(t, "INTRODUCED", all[shoe].Vendor)
		require.Equal(t, "shoes", all[shoe].Group)
		require.Empty(t, all[shoe].Extra, "EMPTY is nothing")
		require.ErrorIs(t, all[unknown].Problem, ordo.ErrNotFound)
		for s, err := range g.Codes(t.Context(), codeOf(t, unknown)) { // the registry answers 404 with the rows
			require.NoError(t, err)
			require.ErrorIs(t, s.Problem, ordo.ErrNotFound)
		}
	})
}

func TestCodesComeBackAsTheyWentOut(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		g := p.registry(chestnyznak.Settings{})
		settle := func(r marking.Report) {
			t.Helper()
			got, err := g.Report(t.Context(), r)
			require.NoError(t, err)
			time.Sleep(time.Minute)
			got, err = g.Read(t.Context(), got.Ref)
			require.NoError(t, err)
			require.Equal(t, marking.ReportDone, got.State, "%+v", got.Problems)
		}
		body := func() string { d := p.Documents(); return string(d[len(d)-1].Body) }
		settle(p.report("A-1042/1", marking.Withdraw, shoe))
		settle(p.report("A-1042/2", marking.Reinstate, shoe)) // refused at the door
		require.JSONEq(t, `{"trade_participant_inn":"5544332219","return_type":"REMOTE_SALE_RETURN","paid":false,"products_list":[{"ki":"`+shoe+`"}]}`, body())
		settle(p.report("A-1050/1", marking.Withdraw, shoe))
		settle(p.report("A-1050/2", marking.Reinstate, shoe)) // and again: the first return is not taken for this one
		require.Equal(t, 2, p.Code(shoe).Returns)

		settle(p.report("A-1060/1", marking.Withdraw, shoe))
		refund := p.report("A-1060/2", marking.Reinstate, shoe)
		refund.Paid, refund.Document = true, marking.Primary{Kind: marking.PrimaryReceipt, Number: "10871", Date: time.Now()}
		settle(refund)
		require.JSONEq(t, `{"trade_participant_inn":"5544332219","return_type":"REMOTE_SALE_RETURN","paid":true,"primary_document_type":"RECEIPT",
			"primary_document_number":"10871","primary_document_date":"2000-01-01","products_list":[{"ki":"`+shoe+`"}]}`, body())

		p.Sell(pair)
		back := refund
		back.Key, back.Units = "A-1061/2", p.report("", marking.Reinstate, pair).Units
		settle(back)
		require.Contains(t, body(), `"return_type":"RETAIL_RETURN"`)
		require.NotContains(t, body(), `"paid"`)

		p.Change(pair, func(c *chestnyznaktest.Code) { c.Status, c.Reason = "RETIRED", "LOSS" })
		_, err := g.Report(t.Context(), p.report("A-1062/2", marking.Reinstate, pair))
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, "LOSS")
	})
}

func TestAnotherAttemptIsAnotherDocument(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{NeedsPlace: true}, func(t *testing.T, p participant) {
		sale := p.report("A-1042/1", marking.Withdraw, shoe)
		sale.Document = marking.Primary{Kind: marking.PrimaryReceipt, Number: "10844"}
		g := p.registry(chestnyznak.Settings{})
		r, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		time.Sleep(time.Hour)
		r, err = g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportRefused, r.State)
		require.Contains(t, r.Problems[0].Text, "место осуществления")
		require.Zero(t, r.Problems[0].Code)

		sale.Key = "A-1042/1#2" // with the same receipt, and the settings corrected
		for _, g := range []*chestnyznak.Registry{p.registry(chestnyznak.Settings{FIAS: "7b6de6a5-86d0-4735-b11a-499081111af8", KPP: "770101001"})} {
			r, err = g.Report(t.Context(), sale)
			require.NoError(t, err)
			time.Sleep(time.Hour)
			r, err = g.Read(t.Context(), r.Ref)
			require.NoError(t, err)
			require.Equal(t, marking.ReportDone, r.State)
		}
		require.Equal(t, 2, p.creates())
	})
}

func TestWhatIsWrongWithAReportIsSaidBeforeItIsSent(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		const other = "0104698765000012215aB7kQ"
		p.Add(chestnyznaktest.Code{Full: other, Group: "lp"})
		g := p.registry(chestnyznak.Settings{})
		for why, change := range map[string]func(*marking.Report){
			"has no key":            func(r *marking.Report) { r.Key = "" },
			"has no codes":          func(r *marking.Report) { r.Units = nil },
			"a unit has no code":    func(r *marking.Report) { r.Units[0].Code = marking.Code{} },
			"twice":                 func(r *marking.Report) { r.Units = append(r.Units, r.Units[0]) },
			"has no price":          func(r *marking.Report) { r.Units[0].Price = amount.Money{} },
			"in roubles":            func(r *marking.Report) { r.Units[0].Price = amount.EUR(100) },
			`direction`:             func(r *marking.Report) { r.Direction = "sideways" },
			`reason "gift"`:         func(r *marking.Report) { r.Reason = "gift" },
			"receipt of the refund": func(r *marking.Report) { r.Direction, r.Paid = marking.Reinstate, true },
			"kind of primary":       func(r *marking.Report) { r.Document.Kind = "letter" },
			"lp, shoes": func(r *marking.Report) {
				r.Units = append(r.Units, marking.ReportUnit{Code: codeOf(t, other), Price: amount.RUB(1)})
			},
		} {
			r := p.report("A-1042/1", marking.Withdraw, shoe)
			change(&r)
			_, err := g.Report(t.Context(), r)
			require.ErrorIs(t, err, ordo.ErrInvalid, why)
			require.ErrorContains(t, err, why)
		}
		_, err := p.client().Registry(chestnyznak.Settings{INN: "12"}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.ErrorIs(t, err, ordo.ErrAuth)
		_, err = g.CheckSale(t.Context(), codeOf(t, shoe))
		require.ErrorIs(t, err, ordo.ErrUnsupported)
		require.Zero(t, p.creates())
	})
}

func TestTheRegistryRefusesAtTheDoor(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{Groups: []string{"lp"}}, func(t *testing.T, p participant) {
		_, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.ErrorIs(t, err, ordo.ErrAuth, "403: no rights in the group")
		require.ErrorContains(t, err, "shoes")
	})
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		p.Faults().Next("documents/create", fake.Refuse(400, "application/json", `{"error_message":"Подпись документа не прошла проверку"}`))
		r, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		require.Equal(t, marking.ReportRefused, r.State)
		require.Equal(t, []marking.ReportProblem{{Text: "Подпись документа не прошла проверку"}}, r.Problems)
	})
	inBubble(t, chestnyznaktest.Settings{Abroad: true}, func(t *testing.T, p participant) {
		_, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.ErrorContains(t, err, "451")
	})
}

func TestTheWordOfAnOlderEdition(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{OldWords: true, QuotedID: true}, func(t *testing.T, p participant) {
		g := p.registry(chestnyznak.Settings{DistanceSale: chestnyznak.ActionRemoteSale})
		sale := p.report("A-1042/1", marking.Withdraw, shoe)
		_, err := g.Report(t.Context(), sale)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		r, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, marking.ReportDone, r.State)
	})
}

func TestATokenIsRenewedOnce(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		c := p.client()
		read := func() error {
			for _, err := range c.GetCodes(t.Context(), "", shoe) {
				return err
			}
			return nil
		}
		require.NoError(t, read())
		require.NoError(t, read())
		require.Equal(t, 1, p.Calls("auth/simpleSignIn"))
		p.ExpireTokens()
		require.NoError(t, read())
		require.Equal(t, 2, p.Calls("auth/simpleSignIn"))
		time.Sleep(11 * time.Hour)
		require.NoError(t, read())
		require.Equal(t, 3, p.Calls("auth/simpleSignIn"))
		p.Faults().Always("auth/simpleSignIn", fake.Refuse(403, "application/json", `{"error_message":"Участник не зарегистрирован"}`))
		p.ExpireTokens()
		require.ErrorIs(t, read(), ordo.ErrAuth)
	})
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		p.Faults().Next("auth/simpleSignIn", fake.ResetAfter())
		sale := p.report("A-1042/1", marking.Withdraw, shoe)
		_, err := p.registry(chestnyznak.Settings{}).Report(t.Context(), sale)
		require.NotErrorIs(t, err, ordo.ErrInDoubt, "nothing was sent that matters")
		require.ErrorIs(t, err, ordo.ErrRetry)
	})
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		signer := p.Signer()
		signer.Broken = true
		c := chestnyznak.New(signer, ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}))
		for _, err := range c.GetCodes(t.Context(), "", shoe) {
			require.ErrorIs(t, err, ordo.ErrAuth)
		}
	})
}

func TestRegistrySuite(t *testing.T) {
	markingtest.RunInBubble(t, func(t *testing.T) markingtest.Registry {
		st := chestnyznaktest.Settings{Groups: []string{"lp"}, ShownAfter: -1}
		zn := chestnyznaktest.New(st)
		t.Cleanup(zn.Close)
		p := participant{zn, t}
		stranger := zn.Signer()
		stranger.Broken = true
		hc := ordo.WithHTTPClient(&http.Client{Transport: zn.Transport()})
		states := map[marking.State]string{marking.InCirculation: "INTRODUCED", marking.Out: "RETIRED", marking.Issued: "APPLIED"}
		return markingtest.Registry{
			Port: p.registry(chestnyznak.Settings{}),
			Put: func(c marking.Code, u markingtest.Unit) {
				code := chestnyznaktest.Code{Full: c.String(), Status: states[u.State], Reason: u.Reason, StatusEx: u.Extra}
				if u.Foreign {
					code.Owner = "7712345678"
				}
				if u.Blocked {
					code.Blocked = []string{"FTS"}
				}
				zn.Add(code)
			},
			Withdrawals: func(c marking.Code) int { return zn.Code(c.CIS()).Withdrawals },
			Documents: func() int {
				return len(slices.DeleteFunc(zn.Documents(), func(d chestnyznaktest.Document) bool { return d.Type == "RECEIPT" }))
			},
			Process: zn.Process, Checks: zn.Check, Sells: func(c marking.Code) { zn.Sell(c.String()) },
			FailsOnce:   func() { zn.Faults().Next("documents/create", fake.TooMany(time.Second)) },
			LosesAnswer: func() { zn.Faults().Next("documents/create", fake.ResetAfter()) },
			Hides: func() {
				zn.Faults().Next("documents/create", fake.ResetAfter())
				zn.Faults().Next("doc/list", nothing, nothing, nothing)
			},
			Later:          func() marking.Registry { return p.registry(chestnyznak.Settings{}) },
			BadCredentials: chestnyznak.New(stranger, hc).Registry(chestnyznak.Settings{INN: inn}),
		}
	})
}

// nothing is the list of documents while the last one cannot be seen.
var nothing = fake.Refuse(200, "application/json", `{"results":[],"nextPage":false}`)

func TestOptionalFieldsAsNull(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		g := p.client().WithNulls().Registry(chestnyznak.Settings{INN: inn})
		r, err := g.Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		var body struct {
			KPP      *string                      `json:"kpp"`
			Products []map[string]json.RawMessage `json:"products"`
		}
		var all map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(p.Documents()[0].Body, &all))
		require.NoError(t, json.Unmarshal(p.Documents()[0].Body, &body))
		require.Equal(t, "null", string(all["kpp"]))
		require.Equal(t, "null", string(body.Products[0]["primary_document_number"]))
		require.Equal(t, "480000", string(body.Products[0]["product_cost"]))
		time.Sleep(time.Minute)
		r, err = g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportDone, r.State)
	})
}

func TestOtherDocuments(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{CodesAfter: -1}, func(t *testing.T, p participant) {
		c := p.client()
		g := c.Registry(chestnyznak.Settings{INN: inn})
		r, err := g.Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		time.Sleep(time.Minute)
		id, err := c.CreateDocument(t.Context(), "shoes", chestnyznak.WithdrawalCancel{INN: inn, Withdrawal: r.Ref.ID[len("shoes/"):]})
		require.NoError(t, err)
		p.Process()
		require.Equal(t, chestnyznaktest.CheckedOK, p.Find(id).Status, "%+v", p.Find(id).Errors)
		require.Equal(t, chestnyznaktest.Introduced, p.Code(shoe).Status)

		const fresh = "0104601234567893215Nx7&aB2kLm9Z"
		p.Add(chestnyznaktest.Code{Full: fresh + tail, Group: "shoes", Status: chestnyznaktest.Applied})
		id, err = c.CreateDocument(t.Context(), "shoes", chestnyznak.Remark{
			INN: inn, Date: chestnyznak.MomentOf(time.Now()), Cause: chestnyznak.RemarkSpoiled, Products: []chestnyznak.RemarkProduct{{New: fresh, Last: shoe}},
		})
		require.NoError(t, err)
		p.Process()
		require.Equal(t, chestnyznaktest.CheckedOK, p.Find(id).Status, "%+v", p.Find(id).Errors)
		d, err := c.GetDocument(t.Context(), "shoes", id)
		require.NoError(t, err)
		require.Equal(t, chestnyznak.TypeRemark, d.Type)
		_, err = g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		for d, err := range c.ListDocuments(t.Context(), chestnyznak.DocumentFilter{Group: "shoes", Types: []chestnyznak.DocumentType{chestnyznak.TypeRemark}, Status: chestnyznak.CheckedOK}) {
			require.NoError(t, err)
			require.Equal(t, id, d.Number)
		}
		_, err = c.CreateDocument(t.Context(), "", chestnyznak.Return{})
		require.ErrorIs(t, err, ordo.ErrInvalid)
		_, err = c.CreateDocument(t.Context(), "lp", nil)
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}

func TestWhoCannotSignGetsNoToken(t *testing.T) {
	c := chestnyznak.New(pen{}, ordo.WithHTTPClient(&http.Client{Transport: answers{`{"uuid":"u","data":"BROKEN"}`}}))
	for _, err := range c.GetCodes(context.Background(), "", shoe) {
		require.ErrorIs(t, err, ordo.ErrAuth)
		require.ErrorContains(t, err, "no token in the slot")
	}
}
