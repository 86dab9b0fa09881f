package bitrix24test

import (
	"time"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// What a new portal has: an incoming webhook with all scopes, an application that is not installed, and people.
const (
	Portal           = "https://portal.example"
	MemberID         = "5f0c2d9e7b1a48c3a6d4e8f1029b3c7d"
	WebhookUser      = 1
	WebhookCode      = "hook0secret0code"
	AppID            = "local.66aa.1"
	AppSecret        = "app0secret"
	ApplicationToken = "application0token0of0the0portal0"

	Operator = 11 // works the orders
	Seller1  = 21 // sells in the first shop
	Seller2  = 22 // sells in the second shop
	Storeman = 31 // works in the warehouse
	Remote   = 41 // works from home
)

// Scopes are those of the webhook and of the application.
var Scopes = []string{"crm", "task", "user", "im", "telephony", "placement", "userfieldconfig", "catalog", "sale"}

// Settings are what differs between portals. The zero value is one in the cloud.
type Settings struct {
	Now  func() time.Time // nil means the machine's time
	Zone *time.Location   // nil means Europe/Moscow (UTC+3)
	Box  bool             // no limits of rate and working time
	// Receiver is where events and frames go, at the addresses that were bound.
	Receiver fake.Receiver
	// OffsetsIgnored makes crm.item.list drop conditions whose time has an offset, as has been reported; the vendor saw
	// no fault.
	OffsetsIgnored bool
	// EmptyKeeps makes crm.item.update leave a value as it was where an empty one is written, as has been reported of
	// companies.
	EmptyKeeps bool
}

// Server is a portal of Bitrix24. Calls are named by their method, such as "crm.item.update", for Faults, Calls and
// Commits, also inside a batch; events by their name, such as "ONCRMDEALUPDATE", for Hooks. It is safe for concurrent
// use.
type Server struct {
	*bxserver.Server
	settings Settings

	items      map[int][]*item // by entity type
	types      []*smartType
	categories []*category
	statuses   []*status
	history    []*move
	fields     []*userField
	files      map[int]*file
	timeline   []*entry
	tasks      []*task
	calls      []*phoneCall
	notices    []*Notice
	people     []*Person
	links      []bxserver.Row // of orders
	placements []*placement
	products   map[int]*Product
	last       map[string]int
}

// New returns a portal with the people above, the default funnel and an application that is not installed.
func New(st Settings) *Server {
	s := &Server{
		settings: st, items: map[int][]*item{}, files: map[int]*file{}, products: map[int]*Product{},
		last: map[string]int{"item2": 76, "item3": 14, "item4": 8, "category": 2, "status": 100, "field": 600, "row": 500, "file": 900},
	}
	s.Server = bxserver.New(bxserver.Settings{
		Now: st.Now, Zone: st.Zone, Box: st.Box, Host: "portal.example", MemberID: MemberID, Receiver: st.Receiver,
	})
	for _, p := range []Person{
		{WebhookUser, "Анна", "Админова", true},
		{Operator, "Ольга", "Операторова", false},
		{Seller1, "Сергей", "Первый", false},
		{Seller2, "Светлана", "Вторая", false},
		{Storeman, "Кирилл", "Складов", false},
		{Remote, "Дарья", "Удалённая", false},
	} {
		s.AddPerson(p)
	}
	s.AddWebhook(WebhookUser, WebhookCode, Scopes...)
	s.AddApp(bxserver.App{
		ID: AppID, Secret: AppSecret, Code: AppID, Scopes: Scopes, ApplicationToken: ApplicationToken,
		Handler: "https://app.example/", Installer: "https://app.example/install",
	})
	s.Do(func() { s.addFunnel(deal, "Общая", true) })
	s.register(
		s.itemMethods(), s.oldMethods(), s.rowMethods(), s.funnelMethods(), s.typeMethods(), s.fieldMethods(),
		s.timelineMethods(), s.fileMethods(), s.taskMethods(), s.callMethods(), s.userMethods(), s.linkMethods(),
		s.placementMethods(), s.catalogMethods(),
	)
	for _, name := range []string{
		"onCrmDealAdd", "onCrmDealUpdate", "onCrmDealDelete", "onCrmDealMoveToCategory", "onCrmContactAdd",
		"onCrmContactUpdate", "onCrmContactDelete", "onCrmCompanyAdd", "onCrmCompanyUpdate", "onCrmCompanyDelete",
		"onCrmDynamicItemAdd", "onCrmDynamicItemUpdate", "onCrmDynamicItemDelete", "onCrmTimelineCommentAdd",
		"onCrmTimelineCommentUpdate", "onCrmTimelineCommentDelete", "onCrmTypeAdd", "onCrmTypeUpdate", "onCrmTypeDelete",
		"onCrmDealUserFieldAdd", "onCrmActivityAdd",
	} {
		s.HandleEvent(name, bxserver.Event{Scope: "crm"})
	}
	for _, name := range []string{"OnTaskAdd", "OnTaskUpdate", "OnTaskDelete", "OnTaskCommentAdd"} {
		s.HandleEvent(name, bxserver.Event{Scope: "task"})
	}
	s.HandleEvent("OnVoximplantCallEnd", bxserver.Event{Scope: "telephony"})
	return s
}

// method is a method with its scope and parameters in one line.
type method struct {
	scope, params string
	app           bool
	run           func(*bxserver.Call) (any, error)
}

func (s *Server) register(groups ...map[string]method) {
	for _, g := range groups {
		for name, m := range g {
			s.Handle(name, bxserver.Method{Scope: m.scope, App: m.app, Params: split(m.params), Run: m.run})
		}
	}
}

// next returns a new id.
func (s *Server) next(kind string) int {
	s.last[kind]++
	return s.last[kind]
}
