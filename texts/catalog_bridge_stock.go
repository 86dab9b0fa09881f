package texts

// bridgeStock are texts of the bridge about reservations, transfers and what the books have.
func bridgeStock() []entry {
	return []entry{
		{"%s of S%d, %s", "%s отправления S%d, %s", "%s відправлення S%d, %s", "%s przesyłki S%d, %s"},
		{
			"nothing of the order is still to come back by it: record the return first, or it is received already",
			"по заказу с ней больше ничего не возвращается: сначала оформите возврат, либо он уже принят",
			"за замовленням з нею більше нічого не повертається: спершу оформіть повернення, або його вже прийнято",
			"nic z zamówienia nie ma już nią wrócić: najpierw zapisz zwrot albo jest już przyjęty",
		},
		{
			"%s of line %s cannot go from %s to %s: %v",
			"%s по строке %s нельзя перенести с %s на %s: %v",
			"%s за рядком %s не можна перенести з %s на %s: %v",
			"%s z pozycji %s nie można przenieść z %s do %s: %v",
		},
		{
			"%s has too little: %s are not reserved; ask another warehouse for them, or offer the buyer something else",
			"в %s не хватает товара: не зарезервировано: %s; запросите на другом складе или предложите покупателю замену",
			"у %s бракує товару: не зарезервовано: %s; запитайте на іншому складі або запропонуйте покупцеві заміну",
			"w %s brakuje towaru: nie zarezerwowano: %s; poproś inny magazyn albo zaproponuj kupującemu zamianę",
		},
		{
			"%s has less than was to be reserved, somebody was faster: %s are missing and were released; see what was chosen in their place",
			"в %s меньше, чем нужно было зарезервировать, кто-то успел раньше: не хватает и снято с резерва: %s; проверьте, что выбрано взамен",
			"у %s менше, ніж треба було зарезервувати, хтось встиг раніше: бракує і знято з резерву: %s; перевірте, що вибрано натомість",
			"w %s jest mniej, niż trzeba było zarezerwować, ktoś był szybszy: brakuje i zwolniono: %s; sprawdź, co wybrano w zamian",
		},
		{"%s of %s at %s", "%s × %s на %s", "%s × %s на %s", "%s × %s w %s"},
		{
			"the reservation cannot be planned again: %v",
			"резерв нельзя спланировать заново: %v",
			"резерв не можна спланувати заново: %v",
			"rezerwacji nie można zaplanować ponownie: %v",
		},
		{
			"%s reserves %s now: the order follows",
			"в %s теперь зарезервировано: %s; заказ приведён в соответствие",
			"у %s тепер зарезервовано: %s; замовлення приведено у відповідність",
			"w %s zarezerwowano teraz: %s; zamówienie dostosowano",
		},
		{"%s of line %s at %s", "%s по строке %s на %s", "%s за рядком %s на %s", "%s z pozycji %s w %s"},
		{"nothing", "ничего", "нічого", "nic"},
		{
			"it has no goods that could be reserved",
			"в ней нет товара, который можно зарезервировать",
			"у ньому немає товару, який можна зарезервувати",
			"nie ma w niej towaru do zarezerwowania",
		},
		{
			"the books have no warehouse with this code",
			"в учётной системе нет склада с таким кодом",
			"в обліковій системі немає складу з таким кодом",
			"w systemie ksiąg nie ma magazynu o tym kodzie",
		},
		{
			"line %s has marked goods there, and cannot be changed: %v",
			"в строке %s там маркируемый товар, а изменить её нельзя: %v",
			"у рядку %s там маркований товар, а змінити його не можна: %v",
			"wiersz %s ma tam towar znakowany, a nie można go zmienić: %v",
		},
	}
}
