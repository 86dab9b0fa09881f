package texts

// table is the texts of one subject, and the package that makes them.
type table struct {
	source  string
	entries []entry
}

// tables lists the catalog.
func tables() []table {
	return []table{
		{"order", orderThings()},
		{"order", orderProblems()},
		{"order", orderSteps()},
		{"order", orderCancelling()},
		{"order", orderLines()},
		{"order", orderShipping()},
		{"order", orderMoney()},
		{"order", orderReductions()},
		{"order", orderExpenses()},
		{"order", orderTransfers()},
		{"order", orderDocuments()},
		{"order", orderReturns()},
		{"order", orderInput()},
		{"order", orderTelling()},
		{"order", orderLives()},
		{"order", orderNotices()},
		{"order", orderMessages()},
		{"order", orderMarks()},
		{"bridge", bridgeMessages()},
		{"bridge", bridgeCodes()},
		{"order/stock", stockPlans()},
		{"order/report", reports()},
		{"order", orderEvents()},
		{"bridge", bridgeLives()},
		{"bridge", bridgeNotes()},
		{"bridge", bridgePhotos()},
		{"bridge", bridgeNotices()},
		{"bridge", bridgeShops()},
		{"bridge", bridgeQuotes()},
		{"bridge", bridgeLive()},
		{"bridge", bridgeParts()},
		{"bridge", bridgeJournal()},
		{"bridge", bridgeTrouble()},
		{"bridge", bridgeSums()},
		{"bridge", bridgeRoutes()},
		{"bridge", bridgeStock()},
		{"bridge", bridgeFlows()},
		{"erp/retailcrm", retailCRM()},
		{"erp/retailcrm", retailCRMPeople()},
		{"erp/torgsoft", torgsoftFiles()},
		{"erp/torgsoft", torgsoftOrders()},
		{"erp/torgsoft", torgsoftPrices()},
		{"erp/onec", onecSystem()},
		{"erp/bitrix24", bitrix24System()},
		{"erp/bitrix24", bitrix24People()},
		{"erp/bitrix24", bitrix24Tab()},
		{"erp/onec/commerceml", commerceMLFiles()},
		{"erp/onec/exchange1c", exchange1CSink()},
		{"carriers", carrierForms()},
		{"carriers/cdek", cdekForms()},
		{"carriers/novaposhta", novaPoshtaForms()},
		{"carriers/russianpost", russianPostForms()},
		{"receipts", receiptRules()},
		{"receipts/marking", markingTexts()},
		{"receipts/marking/photo", photoTexts()},
		{"contact", contactTexts()},
	}
}
