{{! look: first, second or risky }}
<button class="button $(look)">{{t:$(label)}}</button>
