package texts

// tables lists the catalog by subject.
func tables() [][]entry {
	return [][]entry{orderThings(), orderProblems(), orderSteps(), orderCancelling(), orderLines(), orderShipping(), orderMoney(), orderReturns(), orderInput(),
		bridgeNotes(), bridgeParts(), bridgeJournal(), bridgeTrouble()}
}
